package org.meanwhile.cluster.support;

import java.nio.file.Files;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.meanwhile.operation.Operation;
import org.meanwhile.operation.OperationDefinition;
import org.meanwhile.operation.Task;

/**
 * An operation that does what an operation should not do, and succeeds where the process survives
 * it. It is added to the nodes' WAR beside {@link Journal}.
 */
@OperationDefinition(name = Misbehaving.NAME, title = "Misbehaving", yields = "text/plain")
public class Misbehaving implements Operation<Misbehaving.Input> {
  static final String NAME = "misbehaving";

  private static final int ENDLESS_THREADS = 25;
  private static final int TEMPORARY_FILES = 10;
  private static final int MEGABYTE = 1 << 20;
  private static final int LEAKED_MEGABYTES = 12;

  private static final Queue<byte[]> LEAKED = new ConcurrentLinkedQueue<>();

  /** What a run does. */
  public enum How {
    EXIT {
      @Override
      void act() {
        System.exit(3);
      }
    },
    /** Ends the process from a thread of its own, and waits for that. */
    EXIT_BY_THREAD {
      @Override
      void act() throws Exception {
        Thread thread = new Thread(() -> System.exit(3), "exits");
        thread.start();
        thread.join();
      }
    },
    /** Ends the process without the hooks that a stop runs. */
    HALT {
      @Override
      void act() {
        Runtime.getRuntime().halt(3);
      }
    },
    /** Starts threads that never end. */
    THREADS {
      @Override
      void act() {
        for (int i = 0; i < ENDLESS_THREADS; i++) {
          new Thread(Misbehaving::parkForEver, "leaked").start();
        }
      }
    },
    /** Leaves temporary files behind. */
    FILES {
      @Override
      void act() throws Exception {
        for (int i = 0; i < TEMPORARY_FILES; i++) {
          Files.write(Files.createTempFile("leaked-", ".tmp"), new byte[MEGABYTE]);
        }
      }
    },
    /** Keeps memory for ever. */
    HEAP {
      @Override
      void act() {
        for (int i = 0; i < LEAKED_MEGABYTES; i++) {
          LEAKED.add(new byte[MEGABYTE]);
        }
      }
    };

    abstract void act() throws Exception;
  }

  public record Input(How how) {}

  @Override
  public void run(Input input, Task task) throws Exception {
    input.how().act();
    task.output("text/plain", "run.txt").write('.');
  }

  private static void parkForEver() {
    while (true) {
      LockSupport.park();
      Thread.interrupted();
    }
  }

  /** The request for a job of it. */
  public static String job(How how) {
    String spelt = how.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return "{\"operation\": \"" + NAME + "\", \"input\": {\"how\": \"" + spelt + "\"}}";
  }
}
