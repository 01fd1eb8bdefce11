package org.meanwhile.servers;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.meanwhile.contract.support.Server;

/** WildFly: RESTEasy, Undertow, Hibernate, IronJacamar, and no MicroProfile Metrics. */
@EnabledIfSystemProperty(named = "it.servers", matches = "/.+")
class WildFlyIT extends ServerContract {
  private final Path home =
      Path.of(System.getProperty("it.servers", ""), "wildfly-39.0.1.Final").toAbsolutePath();

  @Override
  Server make() throws IOException, InterruptedException {
    prepare(home.resolve("docs/examples/enable-microprofile.cli"));
    prepare(Path.of(System.getProperty("it.servers.wildfly")));
    Server server = new Server("wildfly");
    Path base = server.directory().resolve("standalone");
    Files.createDirectories(base.resolve("deployments"));
    Path configuration = Files.createDirectories(base.resolve("configuration"));
    for (String name :
        List.of(
            "standalone.xml",
            "application-users.properties",
            "application-roles.properties",
            "mgmt-users.properties",
            "mgmt-groups.properties",
            "logging.properties")) {
      Files.copy(
          home.resolve("standalone/configuration").resolve(name), configuration.resolve(name));
    }
    Files.copy(Path.of(System.getProperty("it.war")), base.resolve("deployments/ROOT.war"));
    return server
        // The script passes SIGTERM on to its child then.
        .withEnvironment("LAUNCH_JBOSS_IN_BACKGROUND", "true")
        .withEnvironment("JAVA_OPTS", "-Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1")
        .startedBy(
            List.of(
                home.resolve("bin/standalone.sh").toString(),
                "-b",
                "127.0.0.1",
                "-bmanagement",
                "127.0.0.1",
                "-Djboss.server.base.dir=" + base,
                "-Djboss.http.port=" + server.port(),
                // Any free ones: nobody asks there.
                "-Djboss.https.port=0",
                "-Djboss.management.http.port=0",
                "-Djboss.management.https.port=0"),
            "/operation");
  }

  private void prepare(Path script) throws IOException, InterruptedException {
    Process cli =
        new ProcessBuilder("sh", home.resolve("bin/jboss-cli.sh").toString(), "--file=" + script)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    cli.getOutputStream().close();
    assertThat(cli.waitFor(3, MINUTES)).isTrue();
    assertThat(cli.exitValue()).as("%s", script).isZero();
  }
}
