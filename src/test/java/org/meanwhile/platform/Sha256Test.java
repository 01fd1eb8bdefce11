package org.meanwhile.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Sha256Test {
  /** From FIPS 180-4's examples. */
  private static final String OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void a_text_has_the_digest_of_the_standard() {
    assertThat(Sha256.hex("abc")).isEqualTo(OF_ABC);
  }

  @Test
  void a_text_is_digested_as_utf_8() {
    assertThat(Sha256.of("für"))
        .isEqualTo(Sha256.digest().digest("für".getBytes(StandardCharsets.UTF_8)));
  }
}
