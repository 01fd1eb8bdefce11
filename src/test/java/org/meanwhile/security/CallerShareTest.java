package org.meanwhile.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallerShareTest {
  private static final CallerShare DEFAULT = new CallerShare(Optional.empty(), false);

  @Test
  void a_quarter_is_kept_for_others_and_at_least_one_place_where_there_are_two() {
    assertThat(DEFAULT.of(8)).isEqualTo(6);
    assertThat(DEFAULT.of(3)).isEqualTo(2);
    assertThat(DEFAULT.of(2)).isEqualTo(1);
    assertThat(DEFAULT.of(1)).isEqualTo(1);
  }

  @Test
  void a_share_that_is_set_holds_as_it_is_and_is_never_more_than_there_is() {
    CallerShare three = new CallerShare(Optional.of(3), false);

    assertThat(three.of(8)).isEqualTo(3);
    assertThat(three.of(2)).isEqualTo(2);
  }

  @Test
  void the_one_caller_of_mode_local_takes_all_unless_less_is_set() {
    assertThat(new CallerShare(Optional.empty(), true).of(8)).isEqualTo(8);
    assertThat(new CallerShare(Optional.of(3), true).of(8)).isEqualTo(3);
  }
}
