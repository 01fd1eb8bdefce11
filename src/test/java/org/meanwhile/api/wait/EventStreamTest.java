package org.meanwhile.api.wait;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.meanwhile.job.JobView;
import org.meanwhile.job.ViewedJob;
import org.meanwhile.job.log.LogLine;
import org.meanwhile.job.log.LogPage;

class EventStreamTest {
  private static final String RETRY = "retry: 2000\n\n";
  private static final long COMMENT_NANOS = 15;
  private static final long STALL_NANOS = 60;

  private final Client client = new Client();
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private long nanos;
  private int ends;
  private boolean admitted = true;
  private Optional<LogTail> log = Optional.empty();

  private EventStream stream(String last) {
    EventStream stream =
        new EventStream(
            client,
            ViewedJob.running().version(1).view(),
            LastEventId.parse(last),
            new Events(),
            log,
            tasks::add,
            new EventStream.Times(COMMENT_NANOS, STALL_NANOS, () -> nanos),
            () -> admitted,
            () -> ends++);
    stream.open();
    return stream;
  }

  /** A status is its version, a line of the log its number. */
  private static final class Events implements EventStream.Encoder {
    @Override
    public byte[] status(JobView view, Optional<LastEventId> withLine) {
      return (view.job().version() + ";").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] lines(List<LogLine> lines, LastEventId sent) {
      return lines.stream()
          .map(line -> sent.withLine(line.seq()).withLineText() + ";")
          .collect(Collectors.joining())
          .getBytes(StandardCharsets.UTF_8);
    }
  }

  private EventStream stream() {
    return stream(null);
  }

  private void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  private void passTime(EventStream stream, long duration) {
    nanos += duration;
    stream.timePassed(nanos);
    runTasks();
  }

  private static JobView running(long version) {
    return ViewedJob.running().version(version).view();
  }

  @Test
  void a_stream_begins_with_the_job_as_it_is() {
    stream();
    runTasks();

    assertThat(client.received()).isEqualTo(RETRY + "1;");
    assertThat(ends).isZero();
  }

  @Test
  void a_client_that_has_the_newest_event_gets_none() {
    stream("1");
    runTasks();

    assertThat(client.received()).isEqualTo(RETRY);
  }

  /** A log that has this many lines, of which a page has two. */
  private static LogPage page(long after, long latest) {
    List<LogLine> lines =
        LongStream.rangeClosed(after + 1, Math.min(after + 2, latest))
            .mapToObj(seq -> new LogLine(seq, Instant.EPOCH, 1, "info", "x"))
            .toList();
    return new LogPage(after, lines, after + 2 < latest);
  }

  @Test
  void lines_of_the_log_follow_the_state() {
    log = Optional.of(new LogTail(after -> page(after, 3), 0));
    EventStream stream = stream();
    runTasks();
    stream.grown(3);
    runTasks();
    stream.grown(3);
    stream.changed(running(2));
    runTasks();

    assertThat(client.received()).isEqualTo(RETRY + "1;1.1;1.2;1.3;2;");
  }

  @Test
  void all_lines_come_before_the_last_event() {
    log = Optional.of(new LogTail(after -> page(after, 3), 1));
    EventStream stream = stream("1.1");
    runTasks();
    stream.changed(ViewedJob.succeeded().version(2).view());
    runTasks();

    assertThat(client.received()).isEqualTo(RETRY + "1.2;1.3;2;");
    assertThat(stream.hasEnded()).isTrue();
  }

  @Test
  void lines_that_are_deleted_do_not_keep_a_stream_busy() {
    log = Optional.of(new LogTail(after -> page(after, 0), 0));
    EventStream stream = stream();
    stream.grown(3);
    runTasks();
    stream.changed(running(2));
    runTasks();

    assertThat(client.received()).startsWith(RETRY + "1;").endsWith("2;");
  }

  @Test
  void a_slow_client_misses_the_events_in_between() {
    EventStream stream = stream();
    runTasks();
    client.isReady = false;
    stream.changed(running(2));
    stream.changed(running(3));
    runTasks();

    client.isReady = true;
    stream.onWritePossible();
    runTasks();

    assertThat(client.received()).isEqualTo(RETRY + "1;3;");
  }

  @Test
  void a_stream_ends_with_its_token_and_sends_nothing_more() {
    EventStream stream = stream();
    runTasks();

    admitted = false;
    stream.timePassed(nanos);
    stream.changed(running(2));
    runTasks();

    assertThat(client.received()).isEqualTo(RETRY + "1;");
    assertThat(stream.hasEnded()).isTrue();
    assertThat(ends).isEqualTo(1);
  }

  @Test
  void a_stream_to_a_client_that_reads_nothing_ends_with_its_token_too() {
    EventStream stream = stream();
    runTasks();
    client.isReady = false;
    stream.changed(running(2));
    runTasks();

    admitted = false;
    stream.timePassed(nanos);

    assertThat(stream.hasEnded()).isTrue();
  }

  @Test
  void an_older_view_is_not_sent() {
    EventStream stream = stream();
    stream.changed(running(3));
    stream.changed(running(2));
    runTasks();

    assertThat(client.received()).isEqualTo(RETRY + "3;");
  }

  @Test
  void the_end_of_the_job_ends_the_stream() {
    EventStream stream = stream();
    stream.changed(ViewedJob.succeeded().version(2).view());
    runTasks();

    assertThat(client.received()).isEqualTo(RETRY + "2;");
    assertThat(stream.hasEnded()).isTrue();
    assertThat(ends).isEqualTo(1);
  }

  @Test
  void a_stream_that_is_closed_sends_what_is_due_first() {
    EventStream stream = stream();
    stream.close();
    runTasks();

    assertThat(client.received()).isEqualTo(RETRY + "1;");
    assertThat(ends).isEqualTo(1);
  }

  @Test
  void a_comment_is_sent_after_a_silence() {
    EventStream stream = stream("1");
    runTasks();
    passTime(stream, COMMENT_NANOS);
    assertThat(client.received()).isEqualTo(RETRY);

    passTime(stream, 1);
    assertThat(client.received()).isEqualTo(RETRY + ":\n\n");
  }

  @Test
  void a_client_that_takes_nothing_for_too_long_is_given_up() {
    client.isReady = false;
    EventStream stream = stream();
    runTasks();

    passTime(stream, STALL_NANOS);
    assertThat(ends).isZero();
    passTime(stream, 1);
    assertThat(ends).isEqualTo(1);
  }

  @Test
  void a_full_stream_that_is_closed_does_not_wait_for_its_client() {
    client.isReady = false;
    EventStream stream = stream();
    runTasks();

    stream.close();

    assertThat(ends).isEqualTo(1);
  }

  @Test
  void a_disconnect_ends_the_stream_once() {
    client.isBroken = true;
    EventStream stream = stream();
    runTasks();
    stream.onError(new IOException());
    stream.changed(running(2));
    runTasks();

    assertThat(ends).isEqualTo(1);
    assertThat(client.received()).isEmpty();
  }

  @Test
  void several_signals_need_one_task() {
    EventStream stream = stream();
    stream.changed(running(2));
    stream.changed(running(3));

    assertThat(tasks).hasSize(1);
  }

  @Test
  void room_that_comes_while_the_container_is_asked_is_not_missed() {
    EventStream stream = stream();
    client.isReady = false;
    client.onAsked =
        () -> {
          client.onAsked = () -> {};
          client.isReady = true;
          stream.onWritePossible();
        };
    client.answersBefore = true;
    runTasks();

    assertThat(client.received()).isEqualTo(RETRY + "1;");
  }

  /** Takes bytes while it is ready. */
  private static final class Client extends ServletOutputStream {
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private boolean isReady = true;
    private boolean isBroken;
    private boolean answersBefore;
    private Runnable onAsked = () -> {};

    private String received() {
      return received.toString(StandardCharsets.UTF_8);
    }

    @Override
    public boolean isReady() {
      boolean answer = isReady;
      onAsked.run();
      return answersBefore ? answer : isReady;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      try {
        listener.onWritePossible();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void write(int octet) throws IOException {
      if (isBroken) {
        throw new IOException("broken");
      }
      received.write(octet);
    }
  }
}
