package org.meanwhile.edge.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/** A proxy as a process of its own. It never outlives the tests. */
public final class Proxy implements AutoCloseable, CloseableResource {
  private final ProxyKind kind;
  private final Path directory;
  private final int port = freePort();
  private final ConfigText config;
  private int publicPort;
  private Process process;

  /**
   * @param name the name of its directory below target/, which no other process has
   */
  public Proxy(ProxyKind kind, String name) {
    this.kind = kind;
    directory =
        Path.of(System.getProperty("it.directory"), kind.file() + "-" + name).toAbsolutePath();
    config = new ConfigText("proxy/" + kind.file()).replace("127.0.0.1:8000", "127.0.0.1:" + port);
    kind.moveTo(directory, config);
    Runtime.getRuntime().addShutdownHook(new Thread(this::destroy));
  }

  public ProxyKind kind() {
    return kind;
  }

  /** Puts it before a node whose first and second listener have these ports. */
  public Proxy before(int first, int second) {
    return node("127.0.0.1:8080", first, second);
  }

  /** Adds a second node, by the line that is commented out. */
  public Proxy andBefore(int first, int second) {
    return with("more").node("10.0.0.2:8080", first, second);
  }

  private Proxy node(String address, int first, int second) {
    String here = "127.0.0.1:" + first;
    return kind == ProxyKind.HAPROXY
        ? edit(address + " check port 8081", here + " check port " + second)
        : edit(address, here);
  }

  /** Switches TLS on, and the prefix {@code /jobs}, at a port of its own. */
  public Proxy atPublicAddress() {
    publicPort = freePort();
    String there = "127.0.0.1:" + publicPort;
    String certificate = Certificate.in(directory).toString();
    boolean haproxy = kind == ProxyKind.HAPROXY;
    return with("tls")
        .with("prefix")
        .edit(haproxy ? ":8443" : "listen 8443", haproxy ? there : "listen " + there)
        .edit(haproxy ? "/etc/haproxy/meanwhile.pem" : "/etc/nginx/meanwhile.pem", certificate);
  }

  /** The address after {@link #atPublicAddress}, with a slash at its end. */
  public URI publicUri() {
    return URI.create("https://127.0.0.1:" + publicPort + "/jobs/");
  }

  /** Switches an option of the file on. */
  public Proxy with(String option) {
    config.with(option);
    return this;
  }

  public Proxy edit(String from, String to) {
    config.replace(from, to);
    return this;
  }

  public Proxy start() {
    config.writeTo(directory.resolve(kind.file()));
    try {
      process =
          new ProcessBuilder(kind.command(kind.program().orElseThrow(), directory))
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("out.log").toFile())
              .start();
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Awaitility.await("it listens").until(() -> !process.isAlive() || listens());
    if (!process.isAlive()) {
      throw new IllegalStateException(kind + " has ended: " + log());
    }
    return this;
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  public Path directory() {
    return directory;
  }

  /** All that it has written to its logs. */
  public String log() {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".log")).toList()) {
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
      return all.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    destroy();
  }

  /** SIGTERM ends the workers of nginx too; SIGKILL would leave them. */
  private void destroy() {
    if (process == null) {
      return;
    }
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A port that nobody listens at. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
