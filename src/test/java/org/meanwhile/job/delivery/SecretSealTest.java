package org.meanwhile.job.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.job.JobId;
import org.meanwhile.job.delivery.SecretSeal.Stored;
import org.meanwhile.platform.Settings;
import org.meanwhile.platform.WebhookSecret;

class SecretSealTest {
  private static final String FORMER = key(1);
  private static final String CURRENT = key(2);
  private static final JobId JOB = new JobId(UUID.randomUUID());
  private static final WebhookSecret ONE = secret("whsec_" + "A".repeat(32));
  private static final WebhookSecret LONG = secret("whsec_" + "B".repeat(84) + "AA==");
  private static final WebhookSecret OTHER = secret("whsec_" + "C".repeat(84) + "AA==");

  private static String key(int seed) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) seed;
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static WebhookSecret secret(String text) {
    return WebhookSecret.parse(text).orElseThrow();
  }

  private static SecretSeal seal(String... keys) {
    return new SecretSeal(
        new Settings(Map.of("meanwhile.callback.secret-keys", String.join(" , ", keys))::get));
  }

  @Test
  void what_is_sealed_shows_nothing_fits_its_column_and_opens() {
    for (List<WebhookSecret> secrets : List.of(List.of(ONE), List.of(LONG, OTHER))) {
      Stored stored = seal(CURRENT).seal(JOB, secrets);

      assertThat(stored.secret()).isNull();
      assertThat(stored.secrets()).doesNotContain("whsec").hasSizeLessThanOrEqualTo(512);
      assertThat(seal(CURRENT).open(JOB, stored)).contains(secrets);
      assertThat(seal(CURRENT).seal(JOB, secrets)).as("another nonce").isNotEqualTo(stored);
    }
  }

  @Test
  void the_first_key_seals_and_all_open() {
    Stored before = seal(FORMER).seal(JOB, List.of(ONE));
    Stored after = seal(CURRENT, FORMER).seal(JOB, List.of(ONE));

    assertThat(seal(CURRENT, FORMER).open(JOB, before)).contains(List.of(ONE));
    assertThat(seal(CURRENT).open(JOB, after)).contains(List.of(ONE));
    assertThat(seal(CURRENT).open(JOB, before)).isEmpty();
    assertThat(seal(FORMER).open(JOB, after)).isEmpty();
    assertThat(seal().open(JOB, after)).isEmpty();
  }

  @Test
  void what_was_sealed_for_one_job_or_was_changed_does_not_open() {
    Stored stored = seal(CURRENT).seal(JOB, List.of(ONE));
    assertThat(seal(CURRENT).open(new JobId(UUID.randomUUID()), stored)).isEmpty();

    for (String damaged : damages(stored.secrets())) {
      assertThat(seal(CURRENT).open(JOB, new Stored(null, damaged))).as(damaged).isEmpty();
    }
  }

  private static List<String> damages(String sealed) {
    List<String> damages = new ArrayList<>(List.of("sealed:", "sealed:AAAA", "sealed:-"));
    damages.add(sealed.substring(0, sealed.length() - 4));
    int middle = sealed.length() / 2;
    char other = sealed.charAt(middle) == 'A' ? 'B' : 'A';
    damages.add(sealed.substring(0, middle) + other + sealed.substring(middle + 1));
    return damages;
  }

  @Test
  void without_a_key_nodes_of_the_version_before_read_the_first_secret() {
    Stored one = seal().seal(JOB, List.of(ONE));
    Stored two = seal().seal(JOB, List.of(LONG, OTHER));

    assertThat(one).isEqualTo(new Stored(ONE.text(), null));
    assertThat(two.secret()).isEqualTo(LONG.text());
    assertThat(seal(CURRENT).open(JOB, one)).contains(List.of(ONE));
    assertThat(seal(CURRENT).open(JOB, two)).contains(List.of(LONG, OTHER));
    assertThat(seal().open(JOB, new Stored(null, null))).contains(List.of());
    assertThat(seal().open(JOB, new Stored(null, SecretSeal.GONE))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"geheim", "AAAA", "AAAA,", "whsec_AAAA"})
  void a_key_that_is_none_stops_the_start_and_is_not_repeated(String keys) {
    assertThatThrownBy(() -> seal(keys))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("meanwhile.callback.secret-keys must be")
        .hasMessageNotContaining(keys);
  }
}
