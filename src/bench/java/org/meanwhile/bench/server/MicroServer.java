package org.meanwhile.bench.server;

import fish.payara.micro.PayaraMicro;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process of Payara Micro on a free port of the loopback interface, started as deploy.md tells
 * operators. Its standard output goes to {@code server.log} in its directory.
 */
public final class MicroServer implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(10);

  /** Short, so that the time of the first answer is exact. */
  private static final Duration INTERVAL = Duration.ofMillis(20);

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final int port = freePort();
  private final Path directory;
  private final Process process;
  private final long startNanos;

  /**
   * Starts the process; does not wait until it answers.
   *
   * @param name the name of its directory
   * @param flags the flags of its JVM, with its system properties
   * @param applications the arguments that deploy the applications
   */
  public MicroServer(
      String name, List<String> flags, Map<String, String> environment, List<String> applications) {
    directory = JavaProcess.directory(name);
    ProcessBuilder builder =
        JavaProcess.jvm(arguments(flags, applications))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(directory.resolve("server.log").toFile()));
    builder.environment().putAll(environment);
    startNanos = System.nanoTime();
    try {
      process = builder.start();
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  private List<String> arguments(List<String> flags, List<String> applications) {
    List<String> line = new ArrayList<>(flags);
    line.add("-Djava.io.tmpdir=" + JavaProcess.directory(directory.getFileName() + "/tmp"));
    line.addAll(List.of("-jar", payaraMicro()));
    line.addAll(List.of("--nohazelcast", "--disablephonehome", "--nohostaware"));
    line.addAll(List.of("--prebootcommandfile", System.getProperty("bench.preboot")));
    line.addAll(List.of("--port", Integer.toString(port)));
    line.addAll(applications);
    return line;
  }

  private static String payaraMicro() {
    try {
      return Path.of(PayaraMicro.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Waits until all paths are answered with 200.
   *
   * @return the time since the start of the process
   */
  public Duration awaitAnswers(String... paths) {
    Wait.until(
        "ready, see " + directory.resolve("server.log"),
        START_LIMIT,
        INTERVAL,
        () -> Stream.of(paths).allMatch(this::answers));
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  private boolean answers(String path) {
    if (!process.isAlive()) {
      throw new IllegalStateException("the server ended with " + process.exitValue());
    }
    try {
      return get(path).statusCode() == 200;
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  /** The port on the loopback interface. */
  public int port() {
    return port;
  }

  /** Returns the memory of the process after a collection of its garbage. Linux only. */
  public double residentMegabytes() {
    jcmd("GC.run");
    try (Stream<String> lines =
        Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Long.parseLong(line.split("\\s+")[1]) / 1024.0)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the size of the live objects on the heap. Stops all threads of the server meanwhile.
   */
  public long liveHeapBytes() {
    return jcmd("GC.class_histogram").stream()
        .filter(line -> line.startsWith("Total "))
        .mapToLong(line -> Long.parseLong(line.split(" +")[2]))
        .findFirst()
        .orElseThrow();
  }

  private List<String> jcmd(String command) {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    try {
      return new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), command)
          .start()
          .inputReader()
          .lines()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** Sends a GET; returns any answer. */
  public HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(30)).build());
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return HTTP.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Stops the server by SIGTERM, and by SIGKILL after a minute. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
