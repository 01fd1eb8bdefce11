package org.meanwhile.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicPathsTest {
  private static final String SECRET = "q3J5bW9yZS10aGFuLWVub3VnaC1yYW5kb20tYnl0ZXM";

  private static boolean isPublic(String method, String path) {
    AccessRequest request = Request.of(method, path).toAccessRequest();
    return PublicPaths.isHealth(request) || PublicPaths.isOpen(request);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/index.html",
        "/openapi",
        "/favicon.ico",
        "/assets/page.css",
        "/swagger-ui",
        "/swagger-ui/",
        "/swagger-ui/index.html",
        "/webjars/swagger-ui/5.34.1/swagger-ui.css",
        "/health",
        "/health/live",
        "/health/ready",
        "/health/started",
        "/shared/" + SECRET
      })
  void these_paths_are_public_for_safe_methods_only(String path) {
    assertThat(isPublic("GET", path)).isTrue();
    assertThat(isPublic("HEAD", path)).isTrue();
    assertThat(isPublic("POST", path)).isFalse();
    assertThat(isPublic("DELETE", path)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/job",
        "/metrics",
        "/operation",
        "/overview",
        "/shared",
        "/shared/",
        "/shared/short",
        "/shared/" + SECRET + "/",
        "/shared/" + SECRET + "/x",
        "/shared/" + SECRET + "a",
        "/shared/" + SECRET + ";a",
        "/health/live/../../job",
        "/health/..;/job",
        "/health;/live",
        "/healthy",
        "/assets/../job",
        "/assets/%2e%2e/job",
        "/assets//job",
        "/assets/..",
        "/assets/.hidden",
        "//",
        "//job",
        "/./",
        "/webjars",
        "/webjars/",
        "/swagger-ui/a/b",
        "/openapi/",
        "/favicon.ico/",
        "/x/favicon.ico",
        "/openapi;x",
        "/%6fpenapi",
        "/job/../openapi",
        "/index.html/",
        "/shared/" + SECRET + "\n"
      })
  void any_other_path_is_not_public(String path) {
    assertThat(isPublic("GET", path)).isFalse();
  }
}
