package org.meanwhile.job.run;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Something that happens to the stores. Its numbers choose among what exists by then, so that a
 * sequence stays meaningful when it is shortened.
 */
sealed interface Step {
  int PLACES = 2;

  /** The result of a run. */
  enum How {
    SUCCEEDED,
    FAILED,
    CANCELED,
    TRY_AGAIN,
    HANDED_BACK
  }

  /** A caller creates a job, perhaps with a file that was uploaded before. */
  record Create(int priority, boolean rerunnable, int upload) implements Step {}

  /** A caller uploads a file. */
  record Upload() implements Step {}

  /** An upload is discarded. */
  record GiveUp(int upload) implements Step {}

  /** A node claims. */
  record Claim(int place, int most) implements Step {}

  /** A node dies and a new one takes its place; its jobs are rescued. */
  record Crash(int place) implements Step {}

  /** A node dies; something else happens just before a rescuer releases its job. */
  record SlowRescue(int place, int job, Overtaken by) implements Step {}

  /** What happens before the rescuer's statement. */
  enum Overtaken {
    CANCEL,
    RESCUE_AND_CLAIM
  }

  /** With which lease a run writes. */
  enum Guise {
    ITSELF,
    ANOTHER_NODE,
    ITS_NODE_BEFORE
  }

  /** A run ends, whether or not its lease still holds. */
  record Finish(int lease, How how, Guise guise, boolean outputGivenUp) implements Step {}

  /** A run reports progress. */
  record Report(int lease, Guise guise) implements Step {}

  /** A run stores a checkpoint. */
  record Checkpoint(int lease, Guise guise) implements Step {}

  /** A caller removes a job. */
  record Remove(int job) implements Step {}

  /** A caller deletes an output. */
  record DeleteOutput(int job) implements Step {}

  /** A purge round. */
  record Purge() implements Step {}

  /** Time passes. */
  record Pass(int minutes) implements Step {}

  /** Generates histories that begin with a job. */
  static Arbitrary<List<Step>> histories() {
    return any()
        .list()
        .ofMinSize(5)
        .ofMaxSize(50)
        .map(
            steps -> {
              List<Step> all = new ArrayList<>();
              all.add(new Create(0, true, -1));
              all.add(new Create(0, true, -1));
              all.add(new Claim(0, 2));
              all.addAll(steps);
              return all;
            });
  }

  private static Arbitrary<Step> any() {
    Arbitrary<Integer> which = Arbitraries.integers().between(0, 40);
    Arbitrary<Integer> place = Arbitraries.integers().between(0, PLACES - 1);
    Arbitrary<Boolean> rarely =
        Arbitraries.frequency(Tuple.of(3, Boolean.FALSE), Tuple.of(1, Boolean.TRUE));
    Arbitrary<Guise> guise =
        Arbitraries.frequency(
            Tuple.of(5, Guise.ITSELF),
            Tuple.of(1, Guise.ANOTHER_NODE),
            Tuple.of(2, Guise.ITS_NODE_BEFORE));
    Arbitrary<How> how =
        Arbitraries.frequency(
            Tuple.of(4, How.HANDED_BACK),
            Tuple.of(3, How.SUCCEEDED),
            Tuple.of(2, How.TRY_AGAIN),
            Tuple.of(1, How.FAILED),
            Tuple.of(1, How.CANCELED));
    Arbitrary<Step> create =
        Combinators.combine(
                Arbitraries.integers().between(0, 2), rarely, Arbitraries.integers().between(-1, 3))
            .as((priority, once, upload) -> new Create(priority, !once, upload));
    return Arbitraries.frequencyOf(
        Tuple.of(4, create),
        Tuple.of(2, Arbitraries.create(Upload::new)),
        Tuple.of(1, which.map(GiveUp::new)),
        Tuple.of(
            7, Combinators.combine(place, Arbitraries.integers().between(1, 3)).as(Claim::new)),
        Tuple.of(2, place.map(Crash::new)),
        Tuple.of(
            2,
            Combinators.combine(place, which, Arbitraries.of(Overtaken.class)).as(SlowRescue::new)),
        Tuple.of(12, Combinators.combine(which, how, guise, rarely).as(Finish::new)),
        Tuple.of(4, Combinators.combine(which, guise).as(Report::new)),
        Tuple.of(4, Combinators.combine(which, guise).as(Checkpoint::new)),
        Tuple.of(4, which.map(Remove::new)),
        Tuple.of(1, which.map(DeleteOutput::new)),
        Tuple.of(3, Arbitraries.create(Purge::new)),
        Tuple.of(4, Arbitraries.of(10, 60).map(Pass::new)));
  }
}
