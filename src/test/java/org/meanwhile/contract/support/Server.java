package org.meanwhile.contract.support;

import static java.util.concurrent.TimeUnit.SECONDS;

import fish.payara.micro.PayaraMicro;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/**
 * The built WAR on a real Payara Micro: a process and a directory of its own, started with the
 * flags that deploy.md gives to operators.
 *
 * <p>It can be killed and started again in the same directory. It never outlives the tests.
 */
public final class Server implements AutoCloseable, CloseableResource {
  /** Long enough for a busy machine with two cores; an idle machine needs a tenth. */
  private static final Duration START_LIMIT = Duration.ofMinutes(6);

  private static final Predicate<String> CAUSE =
      Pattern.compile("SEVERE|^Caused by|^\\S*(Exception|Error): ").asPredicate();

  /**
   * Not HTTP/2: a server that is starting has been seen to stop reading a connection that was
   * upgraded.
   */
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final Path directory;
  private final Map<String, String> settings = new TreeMap<>();
  private final int port;
  private final Map<String, String> environment = new TreeMap<>();
  private Path war = Path.of(System.getProperty("it.war"));
  private Path preBoot = Path.of(System.getProperty("it.preboot"));
  private String heap = "512m";
  private String outsideTheHeap;
  private String contextRoot = "/";
  private boolean optimized;
  private Path java = Path.of(System.getProperty("java.home"));
  private Path micro = payaraMicro();
  private List<String> command = List.of();
  private String readyPath = "/health/ready";
  private Process process;

  /**
   * @param name the name of its directory below target/, which no other server has
   */
  public Server(String name) {
    directory = Path.of(System.getProperty("it.directory"), name).toAbsolutePath();
    port = freePort();
    Runtime.getRuntime().addShutdownHook(new Thread(this::destroy));
  }

  public Server with(String setting, Object value) {
    settings.put(setting, value.toString());
    return this;
  }

  /** Sets a variable of its process's environment. */
  public Server withEnvironment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  public Server withHeap(String size) {
    heap = size;
    return this;
  }

  /** Limits the JDK's direct buffers; by default they may be as large as the heap. */
  public Server withMemoryOutsideTheHeap(String size) {
    outsideTheHeap = size;
    return this;
  }

  /** Lets the JVM optimise fully: for servers with much work. The start takes longer. */
  public Server optimized() {
    optimized = true;
    return this;
  }

  /** Deploys the WAR below this path; {@link #uri} stays the server's root. */
  public Server at(String path) {
    contextRoot = path;
    return this;
  }

  public Server withWar(Path other) {
    war = other;
    return this;
  }

  /** Starts with these commands instead of those in {@code payara-config/pre-boot.txt}. */
  public Server withPreBoot(Path commands) {
    preBoot = commands;
    return this;
  }

  /** Starts another Payara Micro, by another JDK. */
  public Server on(Path javaHome, Path otherMicro) {
    java = javaHome;
    micro = otherMicro;
    return this;
  }

  /**
   * Starts a server of another make instead of Payara Micro. The settings follow the command as
   * system properties.
   *
   * @param ready a path below its root that is answered 200 once it is ready
   */
  public Server startedBy(List<String> otherCommand, String ready) {
    command = otherCommand;
    readyPath = ready;
    return this;
  }

  /** Starts the server; returns when it is ready, or throws with the end of its log. */
  public Server start() {
    try {
      Files.createDirectories(temporary());
      ProcessBuilder builder =
          new ProcessBuilder(commandLine())
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
      builder.environment().putAll(environment);
      process = builder.start();
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitReady();
    return this;
  }

  /**
   * Whether it was started.
   *
   * @throws IllegalStateException when its start failed, or when it has ended
   */
  public boolean wasStarted() {
    if (process != null && !process.isAlive()) {
      throw new IllegalStateException("not running; see the first failure, and " + log());
    }
    return process != null;
  }

  /** Stops it as an operator does: SIGTERM, and time to release its work. */
  public void stop() {
    process.destroy();
    awaitExit();
  }

  /** Kills it by SIGKILL, as a crash would. */
  public void kill() {
    destroy();
    awaitExit();
  }

  /** Suspends it by SIGSTOP, as an overloaded machine would. Its connections stay open. */
  public void pause() {
    signal("STOP");
  }

  /** Resumes it after {@link #pause} by SIGCONT. */
  public void resume() {
    signal("CONT");
  }

  /** Whether its process runs. */
  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** The id of its process, which changes with each start. */
  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    destroy();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  public int port() {
    return port;
  }

  public Client client() {
    return new Client(uri());
  }

  /** Its working directory, with {@code data}, {@code tmp} and {@code server.log}. */
  public Path directory() {
    return directory;
  }

  public Path temporary() {
    return directory.resolve("tmp");
  }

  public Path log() {
    return directory.resolve("server.log");
  }

  public List<String> logLines(Predicate<String> wanted) {
    try (Stream<String> lines = Files.lines(log())) {
      return lines.filter(wanted).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> commandLine() {
    if (!command.isEmpty()) {
      Stream<String> options = settings.entrySet().stream().map(s -> "-D" + s);
      return Stream.concat(command.stream(), options).toList();
    }
    List<String> line = new ArrayList<>();
    line.add(java.resolve("bin/java").toString());
    line.addAll(List.of("-Xmx" + heap, "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
    if (outsideTheHeap != null) {
      line.add("-XX:MaxDirectMemorySize=" + outsideTheHeap);
    }
    if (!optimized) {
      line.add("-XX:TieredStopAtLevel=1");
    }
    line.add("-Djava.io.tmpdir=" + temporary());
    settings.forEach((name, value) -> line.add("-D" + name + "=" + value));
    line.addAll(List.of("-jar", micro.toString()));
    line.addAll(List.of("--nohazelcast", "--disablephonehome", "--nohostaware"));
    line.addAll(List.of("--prebootcommandfile", preBoot.toString()));
    line.addAll(List.of("--contextroot", contextRoot, "--deploy", war.toString()));
    line.addAll(List.of("--port", Integer.toString(port)));
    return line;
  }

  /** The jar of Payara Micro. */
  public static Path payaraMicro() {
    try {
      return Path.of(PayaraMicro.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitReady() {
    try {
      Awaitility.await()
          .atMost(START_LIMIT)
          .pollInterval(Duration.ofMillis(200))
          .until(() -> !process.isAlive() || deploymentFailed() || isReady());
    } catch (ConditionTimeoutException e) {
      destroy();
      throw new IllegalStateException("not ready after " + START_LIMIT + "\n" + endOfLog(), e);
    }
    if (!process.isAlive()) {
      throw new IllegalStateException("ended with " + process.exitValue() + "\n" + endOfLog());
    }
    if (deploymentFailed()) {
      destroy();
      throw new IllegalStateException("not deployed\n" + String.join("\n", logLines(CAUSE)));
    }
  }

  /**
   * Whether the deployment failed: the server then runs on without the application, never ready.
   */
  private boolean deploymentFailed() {
    return !logLines(line -> line.contains("Exception while ") && line.contains("ing the app"))
        .isEmpty();
  }

  /** Whether its readiness check succeeds. */
  public boolean isReady() throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri().resolve(readyPath)).build();
    try {
      // The timeout of a request would end with the head of its answer.
      return HTTP.sendAsync(request, BodyHandlers.discarding()).get(5, SECONDS).statusCode() == 200;
    } catch (ExecutionException | TimeoutException notYet) {
      return false;
    }
  }

  private void signal(String name) {
    try {
      int answer =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
      if (answer != 0) {
        throw new IllegalStateException("no " + name + " for " + process);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitExit() {
    try {
      if (!process.waitFor(60, SECONDS)) {
        destroy();
        throw new IllegalStateException("does not stop\n" + endOfLog());
      }
    } catch (InterruptedException e) {
      destroy();
      Thread.currentThread().interrupt();
    }
  }

  private void destroy() {
    if (process != null) {
      // Some servers are started by a script.
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private String endOfLog() {
    List<String> lines = logLines(line -> true);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
