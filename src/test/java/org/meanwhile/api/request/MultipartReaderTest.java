package org.meanwhile.api.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;

/** What is refused before anything of a body is stored. */
class MultipartReaderTest {
  private static final String FORM = "multipart/form-data; boundary=B";

  @ParameterizedTest
  @CsvSource({"file, gzip", "file, br", "job, gzip", "file, 'gzip, identity'"})
  void a_part_with_a_content_coding_is_415(String part, String coding) {
    String body =
        "--B\r\nContent-Disposition: form-data; name=\"%s\"\r\nContent-Encoding: %s\r\n\r\nabc\r\n--B--"
            .formatted(part, coding);

    Problem problem = refused(body, FORM);

    assertThat(problem.type()).isEqualTo(ProblemType.UNSUPPORTED_MEDIA_TYPE);
    assertThat(problem.headers()).containsEntry("Accept-Encoding", "identity");
  }

  @Test
  void the_identity_coding_is_none() {
    String body =
        "--B\r\nContent-Disposition: form-data; name=\"x\"\r\nContent-Encoding: Identity\r\n\r\nabc\r\n--B--";

    assertThat(refused(body, FORM).getMessage()).isEqualTo("the only parts may be job and file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multipart/form-data; boundary=B; boundary=B",
        "multipart/form-data; boundary=B; Boundary=C",
        "multipart/form-data; boundary=\"B",
        "multipart/form-data",
      })
  void a_type_that_names_no_one_boundary_is_400(String type) {
    assertThat(refused("--B--", type).type()).isEqualTo(ProblemType.MALFORMED_REQUEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "multipart/mixed; boundary=B", "*/*"})
  void another_type_is_415(String type) {
    assertThat(refused("--B--", type).type()).isEqualTo(ProblemType.UNSUPPORTED_MEDIA_TYPE);
  }

  @Test
  void no_type_is_415() {
    assertThat(refused("--B--", null).type()).isEqualTo(ProblemType.UNSUPPORTED_MEDIA_TYPE);
  }

  private static Problem refused(String body, String type) {
    return catchThrowableOfType(
        Problem.class,
        () ->
            new MultipartReader()
                .read(
                    new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)),
                    type,
                    job -> false));
  }
}
