package org.meanwhile.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The batch function is held up by a semaphore, so that questions gather behind it. */
@Timeout(10)
class CoalescerTest {
  private static final int UNLIMITED = 1_000_000;

  private final Semaphore mayRun = new Semaphore(0);
  private final Queue<List<Integer>> batches = new ConcurrentLinkedQueue<>();

  private Coalescer<Integer, String> coalescer(int leaders, long batchWeight) {
    return new Coalescer<>(leaders, question -> 1, batchWeight, this::answer);
  }

  private List<String> answer(List<Integer> questions) {
    batches.add(questions);
    mayRun.acquireUninterruptibly();
    return questions.stream().map(question -> "answer " + question).toList();
  }

  /** Asks in a thread of its own; returns when that thread runs a batch or is parked. */
  private Asker ask(Coalescer<Integer, String> coalescer, int question) {
    Asker asker = new Asker(coalescer, question);
    asker.start();
    soon().until(() -> LockSupport.getBlocker(asker) != null);
    return asker;
  }

  private static final class Asker extends Thread {
    private final Coalescer<Integer, String> coalescer;
    private final int question;
    private final CompletableFuture<String> answer = new CompletableFuture<>();
    private final AtomicBoolean interruptedAfterwards = new AtomicBoolean();

    Asker(Coalescer<Integer, String> coalescer, int question) {
      this.coalescer = coalescer;
      this.question = question;
      setDaemon(true);
    }

    /** Waits for the answer, but not for ever: a forgotten question must fail its test. */
    String answer() {
      try {
        return answer.get(5, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        throw (RuntimeException) e.getCause();
      } catch (InterruptedException | TimeoutException e) {
        throw new AssertionError("question " + question + " was not answered", e);
      }
    }

    @Override
    public void run() {
      try {
        String answered = coalescer.ask(question);
        interruptedAfterwards.set(Thread.interrupted());
        answer.complete(answered);
      } catch (Throwable e) {
        answer.completeExceptionally(e);
      }
    }
  }

  @Test
  void a_single_question_does_not_wait_for_company() {
    mayRun.release();

    assertThat(coalescer(1, UNLIMITED).ask(1)).isEqualTo("answer 1");
    assertThat(batches).containsExactly(List.of(1));
  }

  @Test
  void questions_that_come_while_a_batch_runs_share_the_next_one() {
    Coalescer<Integer, String> coalescer = coalescer(1, UNLIMITED);
    List<Asker> askers = IntStream.rangeClosed(1, 4).mapToObj(i -> ask(coalescer, i)).toList();

    mayRun.release(2);

    assertThat(askers)
        .extracting(Asker::answer)
        .containsExactly("answer 1", "answer 2", "answer 3", "answer 4");
    assertThat(batches).containsExactly(List.of(1), List.of(2, 3, 4));
  }

  @Test
  void as_many_batches_run_at_a_time_as_there_are_leaders() {
    Coalescer<Integer, String> coalescer = coalescer(2, UNLIMITED);
    List<Asker> askers = IntStream.rangeClosed(1, 4).mapToObj(i -> ask(coalescer, i)).toList();

    assertThat(batches).as("running").containsExactlyInAnyOrder(List.of(1), List.of(2));

    mayRun.release(4);
    askers.forEach(Asker::answer);
    assertThat(batches.stream().flatMap(List::stream)).containsExactlyInAnyOrder(1, 2, 3, 4);
  }

  @Test
  void no_question_is_added_to_a_batch_that_has_reached_its_weight() {
    Coalescer<Integer, String> coalescer =
        new Coalescer<>(1, question -> question, 10, this::answer);
    List<Asker> askers = Stream.of(1, 4, 5, 100, 7, 3).map(i -> ask(coalescer, i)).toList();

    mayRun.release(UNLIMITED);

    assertThat(askers).allSatisfy(each -> assertThat(each.answer()).startsWith("answer"));
    assertThat(batches)
        .as("the last question of a batch may exceed the weight")
        .containsExactly(List.of(1), List.of(4, 5, 100), List.of(7, 3));
  }

  @Test
  void an_exception_reaches_all_of_its_batch_and_none_of_the_next() {
    IllegalArgumentException failure = new IllegalArgumentException("refused");
    Coalescer<Integer, String> coalescer =
        new Coalescer<>(
            1,
            question -> 1,
            2,
            questions -> {
              List<String> answers = answer(questions);
              if (questions.contains(2)) {
                throw failure;
              }
              return answers;
            });
    List<Asker> askers = IntStream.rangeClosed(1, 4).mapToObj(i -> ask(coalescer, i)).toList();

    mayRun.release(3);

    assertThat(askers.get(0).answer()).isEqualTo("answer 1");
    assertThatThrownBy(askers.get(1)::answer).isSameAs(failure);
    assertThatThrownBy(askers.get(2)::answer).isSameAs(failure);
    assertThat(askers.get(3).answer()).isEqualTo("answer 4");
    assertThat(batches).containsExactly(List.of(1), List.of(2, 3), List.of(4));
  }

  @Test
  void an_error_fails_the_batch_and_not_the_coalescer() {
    List<Throwable> errors = new ArrayList<>(List.of(new StackOverflowError("deep")));
    Coalescer<Integer, String> coalescer =
        new Coalescer<>(
            1,
            question -> 1,
            UNLIMITED,
            questions -> {
              if (!errors.isEmpty()) {
                throw (Error) errors.remove(0);
              }
              return List.of("answer");
            });

    assertThatThrownBy(() -> coalescer.ask(1))
        .isInstanceOf(IllegalStateException.class)
        .hasCauseInstanceOf(StackOverflowError.class);
    assertThat(coalescer.ask(2)).isEqualTo("answer");
  }

  @Test
  void a_wrong_number_of_answers_fails_the_batch() {
    Coalescer<Integer, String> coalescer =
        new Coalescer<>(1, question -> 1, UNLIMITED, questions -> List.of());

    assertThatThrownBy(() -> coalescer.ask(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("0 answers to 1 questions");
  }

  @Test
  void a_question_that_cannot_be_weighed_fails_alone() {
    mayRun.release(2);
    Coalescer<Integer, String> coalescer =
        new Coalescer<>(1, question -> 10 / question, UNLIMITED, this::answer);

    assertThatThrownBy(() -> coalescer.ask(0)).isInstanceOf(ArithmeticException.class);
    assertThat(coalescer.ask(1)).isEqualTo("answer 1");
  }

  @Test
  void an_interrupt_does_not_end_the_wait_and_is_kept() {
    Coalescer<Integer, String> coalescer = coalescer(1, UNLIMITED);
    Asker leader = ask(coalescer, 1);
    Asker waiter = ask(coalescer, 2);

    waiter.interrupt();
    soon().until(() -> !waiter.isInterrupted() && LockSupport.getBlocker(waiter) != null);
    assertThat(waiter.answer).isNotDone();
    mayRun.release(2);

    assertThat(waiter.answer()).isEqualTo("answer 2");
    assertThat(waiter.interruptedAfterwards).isTrue();
    assertThat(leader.answer()).isEqualTo("answer 1");
    assertThat(leader.interruptedAfterwards).isFalse();
  }

  @Test
  void every_question_of_many_threads_gets_its_own_answer() throws InterruptedException {
    int threads = 16;
    int questionsPerThread = 500;
    mayRun.release(threads * questionsPerThread);
    Coalescer<Integer, String> coalescer = coalescer(2, 5);
    CountDownLatch done = new CountDownLatch(threads);
    Queue<String> wrong = new ConcurrentLinkedQueue<>();

    for (int t = 0; t < threads; t++) {
      int first = t * questionsPerThread;
      Thread asker =
          new Thread(
              () -> {
                for (int i = first; i < first + questionsPerThread; i++) {
                  String answer = coalescer.ask(i);
                  if (!answer.equals("answer " + i)) {
                    wrong.add(i + " got " + answer);
                  }
                }
                done.countDown();
              });
      asker.setDaemon(true);
      asker.start();
    }

    assertThat(done.await(10, TimeUnit.SECONDS)).as("no question is forgotten").isTrue();
    assertThat(wrong).isEmpty();
    assertThat(batches.stream().mapToInt(List::size).sum()).isEqualTo(threads * questionsPerThread);
    assertThat(batches).allSatisfy(batch -> assertThat(batch.size()).isBetween(1, 5));
  }

  /** A thread needs a moment until it is parked; nothing tells when. */
  private static ConditionFactory soon() {
    return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1));
  }
}
