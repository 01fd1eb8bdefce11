package org.meanwhile.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class CauseChainTest {
  @Test
  void the_exception_itself_is_found() {
    IOException thrown = new IOException();

    assertThat(CauseChain.find(thrown, IOException.class)).containsSame(thrown);
  }

  @Test
  void of_several_causes_the_outermost_is_found() {
    SQLException inner = new SQLException("inner");
    SQLException outer = new SQLException("outer", inner);

    assertThat(CauseChain.find(new IllegalStateException(outer), SQLException.class))
        .containsSame(outer);
  }

  @Test
  void no_exception_has_no_cause() {
    assertThat(CauseChain.find(null, IOException.class)).isEmpty();
  }

  @Test
  void causes_that_form_a_circle_end_the_search() {
    Exception first = new Exception();
    Exception second = new Exception(first);
    first.initCause(second);

    assertThat(CauseChain.find(first, IOException.class)).isEmpty();
  }

  @Test
  void all_exceptions_are_causes_suppressed_ones_and_those_of_a_chain() {
    SQLException next = new SQLException("next");
    SQLException first = new SQLException("first", new IOException("below"));
    first.setNextException(next);
    Exception rollback = new Exception("rollback");
    Exception thrown = new IllegalStateException(first);
    thrown.addSuppressed(rollback);

    assertThat(CauseChain.all(thrown))
        .startsWith(thrown, first)
        .contains(next, rollback, first.getCause())
        .doesNotHaveDuplicates();
  }

  @Test
  void a_circle_and_a_long_chain_end() {
    Exception first = new Exception();
    Exception second = new Exception(first);
    first.initCause(second);
    SQLException batch = new SQLException("0");
    for (int i = 1; i < 1000; i++) {
      batch.setNextException(new SQLException(String.valueOf(i)));
    }

    assertThat(CauseChain.all(first)).containsExactly(first, second);
    assertThat(CauseChain.all(batch)).hasSize(100);
  }
}
