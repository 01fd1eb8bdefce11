package org.meanwhile.bench.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Downloads one path over several connections at a time, once over each.
 *
 * <p>Arguments: port, connections, path. Writes a {@link LoadResult} without latencies, which
 * counts megabytes (1,000,000 bytes) instead of answers.
 */
public final class DownloadLoad {
  private static final int BUFFER_BYTES = 256 * 1024;
  private static final int MEGABYTE = 1_000_000;

  private DownloadLoad() {}

  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    int connections = Integer.parseInt(arguments[1]);
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    try {
      long start = System.nanoTime();
      List<Future<Long>> downloads = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        downloads.add(threads.submit(() -> download(port, arguments[2])));
      }
      long bytes = 0;
      for (Future<Long> download : downloads) {
        bytes += download.get();
      }
      System.out.println((System.nanoTime() - start) + " 0 0 200 " + bytes / MEGABYTE);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Returns the number of bytes, after checking it against {@code Content-Length}. */
  private static long download(int port, String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        InputStream in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES)) {
      String request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      long expected = contentLength(in);
      byte[] buffer = new byte[BUFFER_BYTES];
      long bytes = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        bytes += n;
      }
      if (bytes != expected) {
        throw new IOException(bytes + " of " + expected + " bytes came");
      }
      return bytes;
    }
  }

  private static long contentLength(InputStream in) throws IOException {
    String status = line(in);
    if (!status.startsWith("HTTP/1.1 200")) {
      throw new IOException(status + " where a download was expected");
    }
    long length = -1;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
        length = Long.parseLong(line.substring(15).strip());
      }
    }
    return length;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
