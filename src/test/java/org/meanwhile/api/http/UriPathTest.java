package org.meanwhile.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UriPathTest {
  @ParameterizedTest
  @CsvSource({
    "/job, /job",
    "/j%6Fb/%30a, /job/0a",
    "/%7e%2D%2e%5f, /~-._",
    "/a%2Fb%3Bc%25, /a%2Fb%3Bc%25",
    "/%256A, /%256A",
    "/%C3%A4, /%C3%A4",
    "/%40%5B%5C%5D%5E%60%7B%7D%7F, /%40%5B%5C%5D%5E%60%7B%7D%7F",
  })
  void only_unreserved_characters_are_decoded(String sent, String normalized) {
    assertThat(UriPath.normalized(sent)).isEqualTo(normalized);
  }

  @Test
  void each_unreserved_character_is_decoded_and_no_other() {
    String unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    for (int octet = 0; octet < 256; octet++) {
      String encoded = String.format("%%%02X", octet);

      boolean isDecoded = !UriPath.normalized(encoded).equals(encoded);

      assertThat(isDecoded).as(encoded).isEqualTo(unreserved.indexOf(octet) >= 0);
    }
  }
}
