package com.example;

import static org.junit.jupiter.api.Assertions.*;

import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.meanwhile.testkit.*;

@ExtendWith(OperationExtension.class)
class CountLinesTest {

  @Test
  void lines_with_the_text_are_counted(OperationUnderTest<CountLines> operation, TestTask task) throws Exception {
    operation.run("{\"containing\": \"o\"}", task.withFile("one\ntwo\nthree\n"));
    assertEquals("2", task.outputText());
  }

  @Test
  void an_unknown_member_is_refused_as_on_the_server(OperationUnderTest<CountLines> operation) {
    assertEquals("/contains", operation.violations("{\"contains\": \"o\"}").get(0).pointer());
  }

  @Test
  void a_canceled_run_has_no_output(OperationUnderTest<CountLines> operation, TestTask task) {
    task.withFile("one\ntwo\n").cancelWhen(run -> run.progress().size() == 1);
    assertThrows(CancellationException.class, () -> operation.run("{}", task));
  }
}
