import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.meanwhile.client.Client;
import org.meanwhile.client.DigestMismatch;
import org.meanwhile.client.Event;
import org.meanwhile.client.Events;
import org.meanwhile.client.Failure;
import org.meanwhile.client.FileSource;
import org.meanwhile.client.JobRequest;
import org.meanwhile.client.Json;
import org.meanwhile.client.Lease;
import org.meanwhile.client.Output;
import org.meanwhile.client.Problem;
import org.meanwhile.client.Retry;
import org.meanwhile.client.Webhook;
import org.meanwhile.client.Worker;

/**
 * Runs one call of the Java client, for ClientsIT and WorkersIT: what it prints is the same in each
 * language.
 */
public class Driver {
  private static final Retry RETRY =
      new Retry(Duration.ofSeconds(30), Duration.ofMillis(100), Duration.ofSeconds(1));

  private final Client client;
  private final String[] arguments;

  Driver(String[] arguments) {
    this.arguments = arguments;
    Client.Builder builder = Client.builder(arguments[0]).retry(RETRY);
    if (System.getenv("TOKEN") != null) {
      builder.token(System.getenv("TOKEN"));
    }
    client = builder.build();
  }

  public static void main(String[] arguments) throws Exception {
    try {
      new Driver(arguments).run();
    } catch (Problem e) {
      System.out.println("problem " + e.kind() + " " + e.status());
      System.exit(3);
    } catch (TimeoutException e) {
      System.out.println("timeout");
      System.exit(3);
    } catch (DigestMismatch e) {
      System.out.println("digest");
      System.exit(3);
    } catch (Webhook.Refused e) {
      System.out.println("refused");
      System.exit(3);
    }
  }

  private void run() throws Exception {
    switch (arguments[1]) {
      case "submit" -> submit(arguments[2], Json.read(arguments[3]));
      case "wait" -> {
        double seconds = arguments.length > 3 ? Double.parseDouble(arguments[3]) : 60;
        Duration limit = Duration.ofMillis((long) (seconds * 1000));
        System.out.println(client.job(arguments[2]).await(limit).orThrow().status());
      }
      case "status" -> System.out.println(client.job(arguments[2]).status().status());
      case "cancel" -> System.out.println(client.job(arguments[2]).cancel().status());
      case "download" -> client.job(arguments[2]).download(Path.of(arguments[3]));
      case "events" -> events();
      case "verify" -> verify();
      case "work" -> work(arguments[2], Path.of(arguments[3]));
      default -> throw new IllegalArgumentException(arguments[1]);
    }
  }

  private void submit(String how, Object members) throws IOException, InterruptedException {
    Map<?, ?> request = (Map<?, ?>) members;
    JobRequest job = JobRequest.of(request.get("operation").toString());
    request.forEach((name, value) -> job.with(name.toString(), value));
    if (arguments.length > 4) {
      job.file(FileSource.of(Path.of(arguments[4])).as("text/plain"));
    }
    if (how.equals("put")) {
      job.id(UUID.randomUUID());
    }
    System.out.println(client.submit(job).uri());
  }

  private void events() throws IOException, InterruptedException {
    try (Events events = client.job(arguments[2]).eventsWithLog()) {
      for (Optional<Event> next = events.next(); next.isPresent(); next = events.next()) {
        Map<String, Object> data = next.get().data();
        boolean line = next.get().kind().equals("log");
        System.out.println(line ? "log " + data.get("text") : "status " + data.get("status"));
      }
    }
  }

  private void verify() throws IOException, Webhook.Refused {
    Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    ((Map<?, ?>) Json.read(arguments[3]))
        .forEach((name, value) -> fields.put(name.toString(), value.toString()));
    byte[] body = Files.readAllBytes(Path.of(arguments[4]));
    System.out.println(new Webhook(arguments[2]).verify(fields::get, body).get("subject"));
  }

  /** Each run of a step adds a line to the ledger, so that tests see what was done, and by whom. */
  private void work(String name, Path ledger) throws IOException, InterruptedException {
    Work work = new Work(name, ledger);
    Worker worker =
        Worker.of(client)
            .name(name)
            .slots(2)
            .hold(Duration.ofSeconds(5))
            .grace(Duration.ofSeconds(1))
            .on("shout", work::shout)
            .on("copy", work::copy)
            .on("steps", work::steps)
            .on("break", work::breakDown)
            .on("idle", work::idle)
            .build();
    Runtime.getRuntime().addShutdownHook(new Thread(worker::close));
    System.out.println("ready");
    worker.run();
  }

  private record Work(String name, Path ledger) {
    private String test(Lease lease) {
      return String.valueOf(lease.labels().get("test"));
    }

    private void tell(Lease lease, Object what) throws IOException {
      String line = name + " " + test(lease) + " " + what + "\n";
      Files.writeString(ledger, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    void shout(Lease lease) throws IOException, InterruptedException {
      tell(lease, "shout");
      try (Output file = lease.file()) {
        String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        byte[] loud = text.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        lease.output(FileSource.of(loud).as("text/plain").named("loud ü.txt"));
      }
    }

    void copy(Lease lease) throws IOException, InterruptedException {
      tell(lease, "copy");
      Path part = Path.of(ledger + "." + name + "." + test(lease));
      try (InputStream file = lease.file()) {
        Files.copy(file, part);
      }
      lease.output(FileSource.of(part).named("copy"));
    }

    void steps(Lease lease) throws IOException, InterruptedException {
      Map<?, ?> input = (Map<?, ?>) lease.input();
      long total = (Long) input.get("steps");
      double seconds = input.get("seconds") instanceof Number number ? number.doubleValue() : 0;
      for (long done =
              lease.checkpoint().map(saved -> Long.parseLong(new String(saved))).orElse(0L);
          done < total; ) {
        lease.check();
        tell(lease, done);
        lease.log("step " + done);
        Thread.sleep((long) (seconds * 1000));
        done++;
        lease.save(Long.toString(done).getBytes());
        lease.progress(done, total, "steps");
      }
      try (OutputStream out = lease.writer("text/plain", null)) {
        for (long step = 0; step < total; step++) {
          out.write((step + "\n").getBytes());
        }
      }
    }

    void breakDown(Lease lease) throws Failure, IOException, InterruptedException {
      tell(lease, "break");
      Map<String, Object> input = new LinkedHashMap<>(lease.input());
      String code = input.get("code").toString();
      lease.save(new byte[((Long) input.getOrDefault("checkpointBytes", 0L)).intValue()]);
      boolean again = lease.attempt() < (Long) input.getOrDefault("failures", 1L);
      throw again
          ? Failure.transitory(code, "as the input says")
          : Failure.permanent(code, "as the input says");
    }

    void idle(Lease lease) throws IOException {
      tell(lease, "begin");
      try {
        Thread.sleep(60_000);
        tell(lease, "idle");
      } catch (InterruptedException e) {
        tell(lease, "over");
      }
      lease.check();
    }
  }
}
