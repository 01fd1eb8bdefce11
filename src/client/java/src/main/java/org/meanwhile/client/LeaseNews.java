package org.meanwhile.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What a handler has said and the server does not know yet. Thread-safe. */
final class LeaseNews {
  /** The oldest lines go when the server is away for so many. */
  private static final int MAX_LINES = 1000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Map<String, Object> members = new LinkedHashMap<>();
  private List<String> lines = new ArrayList<>();
  private boolean finished;

  /** Says something, in place of what was said of the same before. */
  void put(String member, Object value) {
    lock.lock();
    try {
      members.put(member, value);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void addLine(String text) {
    lock.lock();
    try {
      lines.add(text.replace('\n', ' '));
      if (lines.size() > MAX_LINES) {
        lines.remove(0);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean hasMembers() {
    lock.lock();
    try {
      return !members.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** What is to be sent; {@link #keep} puts it back. */
  Map<String, Object> takeMembers() {
    lock.lock();
    try {
      Map<String, Object> taken = members;
      members = new LinkedHashMap<>();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Keeps what could not be sent, unless something newer was said since. */
  void keep(Map<String, Object> unsent) {
    lock.lock();
    try {
      unsent.forEach(members::putIfAbsent);
    } finally {
      lock.unlock();
    }
  }

  List<String> takeLines() {
    lock.lock();
    try {
      List<String> taken = lines;
      lines = new ArrayList<>();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  void keepLines(List<String> unsent) {
    lock.lock();
    try {
      int tooMany = Math.max(0, unsent.size() + lines.size() - MAX_LINES);
      lines.addAll(0, unsent.subList(Math.min(tooMany, unsent.size()), unsent.size()));
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more will be said. */
  void finish() {
    lock.lock();
    try {
      finished = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for news, for so long at most; false after {@link #finish}. */
  boolean await(long nanos) throws InterruptedException {
    lock.lock();
    try {
      for (long left = nanos; !finished && members.isEmpty() && lines.isEmpty() && left > 0; ) {
        left = changed.awaitNanos(left);
      }
      return !finished;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for so long, whatever is said; false after {@link #finish}. */
  boolean rest(long nanos) throws InterruptedException {
    lock.lock();
    try {
      for (long left = nanos; !finished && left > 0; ) {
        left = changed.awaitNanos(left);
      }
      return !finished;
    } finally {
      lock.unlock();
    }
  }
}
