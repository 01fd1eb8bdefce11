package org.meanwhile.work;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * A queue in which owners take turns; the items of one owner come out first in, first out.
 * Thread-safe.
 */
final class FairQueue<T> {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notEmpty = lock.newCondition();
  private final Map<String, Deque<T>> byOwner = new LinkedHashMap<>();
  private final Function<T, String> owner;
  private volatile int size;

  FairQueue(Function<T, String> owner) {
    this.owner = owner;
  }

  void add(T item) {
    lock.lock();
    try {
      byOwner.computeIfAbsent(owner.apply(item), name -> new ArrayDeque<>()).add(item);
      size++;
      notEmpty.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for an item; null when none came in time. */
  T poll(long time, TimeUnit unit) throws InterruptedException {
    long leftNanos = unit.toNanos(time);
    lock.lockInterruptibly();
    try {
      while (size == 0) {
        if (leftNanos <= 0) {
          return null;
        }
        leftNanos = notEmpty.awaitNanos(leftNanos);
      }
      return take();
    } finally {
      lock.unlock();
    }
  }

  private T take() {
    Iterator<Map.Entry<String, Deque<T>>> first = byOwner.entrySet().iterator();
    Map.Entry<String, Deque<T>> turn = first.next();
    T item = turn.getValue().remove();
    size--;
    if (turn.getValue().isEmpty()) {
      first.remove();
    } else if (byOwner.size() > 1) {
      String name = turn.getKey();
      Deque<T> rest = turn.getValue();
      first.remove();
      byOwner.put(name, rest);
    }
    return item;
  }

  /** False when the item is not in the queue any more. */
  boolean remove(T item) {
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

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }
}
