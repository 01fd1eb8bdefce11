package org.meanwhile.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;

/**
 * Answers questions that come at the same time together: one of the threads that ask does the work
 * for all that are there, while those who come later gather for the next. Nobody waits for company,
 * and there is no thread or timer of its own.
 *
 * <p>A statement with fifty rows costs a database little more than one with a single row; this is
 * how requests that know nothing of each other share one.
 */
public final class Coalescer<Q, A> {

  /** What is done for many. */
  @FunctionalInterface
  public interface Work<Q, A> {
    /** An answer for each question, in their order. */
    List<A> answer(List<Q> questions);
  }

  private static final class Asked<Q, A> {
    private final Q question;
    private final Thread thread = Thread.currentThread();
    private volatile boolean taken;
    private volatile boolean answered;
    private A answer;
    private RuntimeException failure;

    Asked(Q question) {
      this.question = question;
    }
  }

  private final Queue<Asked<Q, A>> waiting = new ConcurrentLinkedQueue<>();
  private final Semaphore leaders;
  private final ToLongFunction<Q> weight;
  private final long enough;
  private final Work<Q, A> work;

  /**
   * @param leaders how many threads may do the work at a time; more means smaller shares
   * @param weight what a question weighs, in memory or effort
   * @param enough nothing is added to a share that weighs as much
   */
  public Coalescer(int leaders, ToLongFunction<Q> weight, long enough, Work<Q, A> work) {
    this.leaders = new Semaphore(leaders);
    this.weight = weight;
    this.enough = enough;
    this.work = work;
  }

  /**
   * Asks and waits for the answer. An interrupt does not end the wait; the thread keeps it.
   *
   * @throws RuntimeException what the work threw, to all for whom it was done
   */
  public A ask(Q question) {
    Asked<Q, A> mine = new Asked<>(question);
    waiting.add(mine);
    boolean interrupted = false;
    while (!mine.answered) {
      if (!mine.taken && leaders.tryAcquire()) {
        try {
          lead();
        } finally {
          leaders.release();
          callNext();
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
    return mine.answer;
  }

  private void lead() {
    List<Asked<Q, A>> share = share();
    if (share.isEmpty()) {
      return;
    }
    List<A> answers = List.of();
    RuntimeException failure = null;
    try {
      answers = work.answer(share.stream().map(asked -> asked.question).toList());
    } catch (RuntimeException e) {
      failure = e;
    } catch (Error e) {
      failure = new IllegalStateException("answering failed", e);
    }
    for (int i = 0; i < share.size(); i++) {
      Asked<Q, A> asked = share.get(i);
      asked.failure = failure;
      asked.answer = failure == null ? answers.get(i) : null;
      asked.answered = true;
      LockSupport.unpark(asked.thread);
    }
  }

  private List<Asked<Q, A>> share() {
    List<Asked<Q, A>> share = new ArrayList<>();
    for (long heavy = 0; heavy < enough; ) {
      Asked<Q, A> next = waiting.poll();
      if (next == null) {
        break;
      }
      next.taken = true;
      share.add(next);
      heavy += weight.applyAsLong(next.question);
    }
    return share;
  }

  /**
   * Whoever came too late to be taken along, and found no free place to lead, is asleep: the next
   * of them leads. A thread that leads already is called in vain.
   */
  private void callNext() {
    Asked<Q, A> next = waiting.peek();
    if (next != null) {
      LockSupport.unpark(next.thread);
    }
  }
}
