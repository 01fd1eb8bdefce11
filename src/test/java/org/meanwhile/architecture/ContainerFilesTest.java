package org.meanwhile.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** What the files of containers and services name is there. */
class ContainerFilesTest {
  private static final Path FILES = Path.of("src", "main", "container");
  private static final Path ENTRY_POINT = FILES.resolve("meanwhile");
  private static final Pattern VARIABLE = Pattern.compile("\\bMEANWHILE_[A-Z_]*[A-Z]");

  /** Variables of the entry point itself. */
  private static final Set<String> OWN =
      Set.of("MEANWHILE_HOME", "MEANWHILE_LISTEN", "MEANWHILE_PORT", "MEANWHILE_HEALTH_PORT");

  private static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(FILES)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void every_setting_exists() throws IOException {
    Set<String> known =
        DocsTest.known().stream().map(DocsTest::variable).collect(Collectors.toSet());
    known.addAll(OWN);
    Set<String> unknown = new TreeSet<>();
    for (Path file : files()) {
      VARIABLE
          .matcher(Manual.text(file))
          .results()
          .map(MatchResult::group)
          .filter(name -> !known.contains(name))
          .forEach(name -> unknown.add(file + ": " + name));
    }

    assertThat(unknown).isEmpty();
    assertThat(Manual.text(ENTRY_POINT)).contains(OWN);
  }

  /** Their edits of the files in payara-config change what they are meant to. */
  @Test
  void the_pre_boot_file_has_the_lines_that_the_entry_point_changes() {
    String preBoot = Manual.text(Path.of("payara-config", "pre-boot-behind-proxy.txt"));

    assertThat(preBoot)
        .containsPattern("(?m)listener\\.address=127\\.0\\.0\\.1$")
        .contains("--address=127.0.0.1 --listenerport=8081 ");
  }

  @Test
  void the_version_of_the_server_is_that_of_the_build() {
    assertThat(Manual.text(Path.of("pom.xml")))
        .contains("<version.payara>" + serverVersion() + "</version.payara>");
  }

  private static String serverVersion() {
    var version =
        Pattern.compile("payara-micro:([0-9.]*[0-9])")
            .matcher(Manual.text(FILES.resolve("Dockerfile")));
    assertThat(version.find()).isTrue();
    return version.group(1);
  }

  /** Compose's proxy edits the file that is shipped; HAProxy then takes it. */
  @Test
  void haproxy_takes_the_file_that_compose_makes(@TempDir Path directory) throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/sbin/haproxy")));
    Yaml yaml = new Yaml();
    var services =
        yaml.<java.util.Map<String, java.util.Map<String, java.util.Map<String, Object>>>>load(
                Manual.text(FILES.resolve("compose.yaml")))
            .get("services");
    Path config = directory.resolve("haproxy.cfg");
    String script =
        ((List<?>) services.get("proxy").get("command"))
            .get(2)
            .toString()
            .replace("$$", "$")
            .replace("/payara-config/", Path.of("payara-config/proxy").toAbsolutePath() + "/")
            .replace("/tmp/haproxy.cfg", config.toString())
            .replace("exec haproxy -W -db -f", "exec /usr/sbin/haproxy -c -f");
    Process check = new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).start();
    String told = new String(check.getInputStream().readAllBytes());

    assertThat(check.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(check.exitValue()).as(told).isZero();
    assertThat(config)
        .content()
        .contains("bind :8000", "server node1 node-1:8080", "server node2 node-2:8080")
        .contains("default-server resolvers docker")
        .doesNotContain("chroot", "127.0.0.1:");
  }

  @Test
  void systemd_takes_the_unit(@TempDir Path directory) throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/systemd-analyze")));
    Path unit = directory.resolve("meanwhile.service");
    Files.writeString(
        unit,
        Manual.text(FILES.resolve("meanwhile.service"))
            .replace("/opt/meanwhile/meanwhile ", ENTRY_POINT.toAbsolutePath() + " "));
    Process verify =
        new ProcessBuilder("/usr/bin/systemd-analyze", "verify", "--man=no", unit.toString())
            .redirectErrorStream(true)
            .start();
    String told = new String(verify.getInputStream().readAllBytes());

    assertThat(verify.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(told).doesNotContain("meanwhile.service");
    assertThat(verify.exitValue()).as(told).isZero();
  }

  @Test
  void the_alerts_fire_when_they_should() throws Exception {
    Path promtool = Path.of("/usr/bin/promtool");
    Assumptions.assumeTrue(Files.isExecutable(promtool));
    Process test =
        new ProcessBuilder(promtool.toString(), "test", "rules", "alerts-test.yaml")
            .directory(FILES.resolve("monitoring").toFile())
            .redirectErrorStream(true)
            .start();
    String told = new String(test.getInputStream().readAllBytes());

    assertThat(test.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(test.exitValue()).as(told).isZero();
  }
}
