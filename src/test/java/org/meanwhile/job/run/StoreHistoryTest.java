package org.meanwhile.job.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.meanwhile.database.TestDatabase;
import org.meanwhile.job.Stores;

/**
 * Random histories of callers, nodes, crashes and purges: after each step the stores hold what a
 * simple model of them holds, and a store that lacks any of its guards does not.
 */
class StoreHistoryTest {
  private static final int TRIES_TO_TELL = 500;

  private static Stores h2;
  private static Stores postgres;

  @BeforeContainer
  static void open() {
    h2 = new Stores(TestDatabase.h2());
    postgres = new Stores(TestDatabase.postgres());
  }

  @AfterContainer
  static void close() {
    h2.close();
    postgres.close();
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    return Step.histories();
  }

  @Property(tries = 100)
  void h2_does_what_the_model_says(@ForAll("histories") List<Step> history) throws Exception {
    History.play(h2, history);
  }

  @Property(tries = 20)
  void postgres_does_what_the_model_says(@ForAll("histories") List<Step> history) throws Exception {
    History.play(postgres, history);
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void a_store_without_one_of_its_guards_differs_from_the_model(@ForAll Mutant mutant) {
    mutant.over(h2.database.dialect());
    Stream<List<Step>> histories = Step.histories().sampleStream().limit(TRIES_TO_TELL);

    assertThat(histories.anyMatch(history -> isTold(mutant, history))).as("%s", mutant).isTrue();
  }

  private static boolean isTold(Mutant mutant, List<Step> history) {
    try {
      h2.db
          .tapped()
          .with(
              mutant.over(h2.database.dialect()),
              () -> {
                History.play(h2, history);
                return null;
              });
      return false;
    } catch (AssertionError | Exception told) {
      return true;
    }
  }
}
