package org.meanwhile.platform;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A queue in which owners take turns; the items of one owner come out first in, first out. An item
 * that came out counts until it is {@linkplain #done done}: at the limit, in all or of its owner,
 * the next ones stay in the queue. Thread-safe.
 */
public final class FairQueue<T> {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notEmpty = lock.newCondition();
  private final Map<String, Deque<T>> byOwner = new LinkedHashMap<>();
  private final Map<String, Integer> outByOwner = new HashMap<>();
  private final Function<T, String> owner;
  private final IntSupplier most;
  private final int mostOfOwner;
  private int out;
  private volatile int size;

  /**
   * @param most how many items may be out; asked each time, see {@link #limitsChanged}
   * @param mostOfOwner how many of them may be of one owner
   */
  public FairQueue(Function<T, String> owner, IntSupplier most, int mostOfOwner) {
    this.owner = owner;
    this.most = most;
    this.mostOfOwner = mostOfOwner;
  }

  public void add(T item) {
    lock.lock();
    try {
      byOwner.computeIfAbsent(owner.apply(item), name -> new ArrayDeque<>()).add(item);
      size++;
      notEmpty.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for an item that may come out; null when there was none in time. */
  public @Nullable T poll(long time, TimeUnit unit) throws InterruptedException {
    long leftNanos = unit.toNanos(time);
    lock.lockInterruptibly();
    try {
      for (T item = take(); ; item = take()) {
        if (item != null || leftNanos <= 0) {
          return item;
        }
        leftNanos = notEmpty.awaitNanos(leftNanos);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns the next item without waiting; null when there is none, or none that may come out. */
  public @Nullable T tryTake() {
    lock.lock();
    try {
      return take();
    } finally {
      lock.unlock();
    }
  }

  /** Null when there is none, or none that may come out. */
  private @Nullable T take() {
    String next = next();
    return next == null ? null : take(next);
  }

  /** The owner whose turn it is; null when no item may come out. */
  private @Nullable String next() {
    if (size == 0 || out >= most.getAsInt()) {
      return null;
    }
    for (String name : byOwner.keySet()) {
      if (outByOwner.getOrDefault(name, 0) < mostOfOwner) {
        return name;
      }
    }
    return null;
  }

  private T take(String name) {
    Deque<T> items = Objects.requireNonNull(byOwner.get(name));
    T item = items.remove();
    byOwner.remove(name);
    if (!items.isEmpty()) {
      byOwner.put(name, items);
    }
    outByOwner.merge(name, 1, Integer::sum);
    out++;
    size--;
    return item;
  }

  /** Whether an item may come out now. */
  public boolean hasNext() {
    lock.lock();
    try {
      return next() != null;
    } finally {
      lock.unlock();
    }
  }

  /** Gives back the place of an item that came out; once for each. */
  public void done(T item) {
    lock.lock();
    try {
      outByOwner.computeIfPresent(
          owner.apply(item), (name, count) -> count == 1 ? null : count - 1);
      out--;
      notEmpty.signal();
    } finally {
      lock.unlock();
    }
  }

  /** To be called when more may be out than before. */
  public void limitsChanged() {
    lock.lock();
    try {
      notEmpty.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** False when the item is not in the queue any more. */
  public boolean remove(T item) {
    lock.lock();
    try {
      Deque<T> items = byOwner.get(owner.apply(item));
      if (items == null || !items.remove(item)) {
        return false;
      }
      size--;
      if (items.isEmpty()) {
        byOwner.remove(owner.apply(item));
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }
}
