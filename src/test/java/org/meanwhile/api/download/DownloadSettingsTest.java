package org.meanwhile.api.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanwhile.platform.Settings;

class DownloadSettingsTest {
  private static final String HEADER = "meanwhile.download.proxy-header";

  private static Settings settings(Map<String, String> values) {
    return new Settings(values::get);
  }

  @Test
  void a_proxy_needs_a_directory_that_it_can_read() {
    assertThatThrownBy(() -> settings(Map.of(HEADER, "x-accel-redirect")))
        .hasMessage(HEADER + " needs meanwhile.download.cache.directory, which the proxy reads");
    assertThat(
            settings(Map.of(HEADER, "x-accel-redirect", "meanwhile.download.cache.directory", "/d"))
                .get(DownloadSettings.PROXY_HEADER))
        .isEqualTo(ProxyHeader.X_ACCEL_REDIRECT);
  }

  @Test
  void no_proxy_is_told_of_files_by_default() {
    assertThat(settings(Map.of()).get(DownloadSettings.PROXY_HEADER)).isEqualTo(ProxyHeader.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"downloads/", "/downloads", "/a b/", "/a/?b/", ""})
  void a_path_stands_between_slashes(String path) {
    assertThatThrownBy(() -> settings(Map.of("meanwhile.download.proxy-path", path)))
        .hasMessageStartingWith("meanwhile.download.proxy-path must be a path");
  }

  @Test
  void no_cache_has_less_than_no_bytes() {
    assertThatThrownBy(() -> settings(Map.of("meanwhile.download.cache.max-bytes", "-1")))
        .hasMessage("meanwhile.download.cache.max-bytes must be a number of bytes, or 0");
  }
}
