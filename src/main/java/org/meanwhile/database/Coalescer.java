package org.meanwhile.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions of concurrent threads in batches. One of the asking threads, the leader, runs
 * the batch of all questions that are pending; questions that arrive meanwhile gather for the next
 * batch. A question never waits for company, and there is no thread or timer of its own.
 *
 * <p>A statement with fifty rows costs a database little more than one with a single row; this is
 * how requests that know nothing of each other share one.
 *
 * <p>Thread-safe. The queue has no limit of its own: it holds at most one question for each thread
 * that asks.
 */
public final class Coalescer<Q, A> {

  /** Answers a whole batch with one call. */
  @FunctionalInterface
  public interface BatchFunction<Q, A> {
    /** Returns one answer for each question, in the order of the questions; none is null. */
    List<A> answer(List<Q> questions);
  }

  private static final class Pending<Q, A> {
    private final Q question;
    private final long weight;
    private final Thread thread = Thread.currentThread();
    private volatile boolean inBatch;
    private volatile boolean answered;
    private @Nullable A answer;
    private @Nullable RuntimeException failure;

    Pending(Q question, long weight) {
      this.question = question;
      this.weight = weight;
    }
  }

  private final Queue<Pending<Q, A>> queue = new ConcurrentLinkedQueue<>();
  private final Semaphore leaders;
  private final ToLongFunction<Q> weight;
  private final long batchWeight;
  private final BatchFunction<Q, A> function;

  /**
   * @param leaders how many batches may run at a time; more leaders make smaller batches
   * @param weight the weight of one question, in memory or effort
   * @param batchWeight no question is added to a batch that weighs this much or more; its last
   *     question may exceed it
   * @param function called by up to {@code leaders} threads at a time
   */
  public Coalescer(
      int leaders, ToLongFunction<Q> weight, long batchWeight, BatchFunction<Q, A> function) {
    this.leaders = new Semaphore(leaders);
    this.weight = weight;
    this.batchWeight = batchWeight;
    this.function = function;
  }

  /**
   * Asks a question and blocks until it is answered. An interrupt does not end the wait; the
   * thread's interrupt flag is set again before this returns.
   *
   * @throws RuntimeException the exception that the batch function threw; every question of the
   *     batch gets the same one
   * @throws IllegalStateException when the batch function threw an {@link Error}, or did not return
   *     one answer for each question, or answered this one with null
   */
  public A ask(Q question) {
    Pending<Q, A> mine = new Pending<>(question, weight.applyAsLong(question));
    queue.add(mine);
    boolean interrupted = false;
    while (!mine.answered) {
      if (!mine.inBatch && leaders.tryAcquire()) {
        try {
          runBatch();
        } finally {
          leaders.release();
          wakeNextLeader();
        }
      } else {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (mine.failure != null) {
      throw mine.failure;
    }
    A answer = mine.answer;
    if (answer == null) {
      throw new IllegalStateException("the batch function answered null");
    }
    return answer;
  }

  private void runBatch() {
    List<Pending<Q, A>> batch = takeBatch();
    if (batch.isEmpty()) {
      return;
    }
    List<A> answers = List.of();
    RuntimeException failure = null;
    try {
      answers = function.answer(batch.stream().map(pending -> pending.question).toList());
      if (answers.size() != batch.size()) {
        throw new IllegalStateException(
            answers.size() + " answers to " + batch.size() + " questions");
      }
    } catch (RuntimeException e) {
      failure = e;
    } catch (Error e) {
      failure = new IllegalStateException("answering a batch failed", e);
    }
    for (int i = 0; i < batch.size(); i++) {
      Pending<Q, A> pending = batch.get(i);
      pending.failure = failure;
      pending.answer = failure == null ? answers.get(i) : null;
      pending.answered = true;
      LockSupport.unpark(pending.thread);
    }
  }

  private List<Pending<Q, A>> takeBatch() {
    List<Pending<Q, A>> batch = new ArrayList<>();
    for (long total = 0; total < batchWeight; ) {
      Pending<Q, A> next = queue.poll();
      if (next == null) {
        break;
      }
      next.inBatch = true;
      batch.add(next);
      total += next.weight;
    }
    return batch;
  }

  /**
   * A thread whose question came too late for the batch, and that found no free permit to lead, is
   * parked: the first of them leads next. Unparking a thread that leads already has no effect.
   */
  private void wakeNextLeader() {
    Pending<Q, A> next = queue.peek();
    if (next != null) {
      LockSupport.unpark(next.thread);
    }
  }
}
