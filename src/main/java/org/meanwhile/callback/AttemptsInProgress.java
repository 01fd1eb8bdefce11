package org.meanwhile.callback;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.meanwhile.job.delivery.ClaimedDelivery;
import org.meanwhile.platform.Settings;
import org.meanwhile.security.CallerShare;

/**
 * The attempts of this node that run now, and the limits on them: in all, for one receiver, and one
 * caller's share of both. Two callers with the same receiver share its limit, so that one caller's
 * slow callbacks to a public service do not hold up the other's. Thread-safe.
 */
final class AttemptsInProgress {
  private record OfCaller(String caller, String receiver) {}

  private final Map<String, Integer> byReceiver = new HashMap<>();
  private final Map<String, Integer> byCaller = new HashMap<>();
  private final Map<OfCaller, Integer> byBoth = new HashMap<>();
  private final int max;
  private final int maxOfReceiver;
  private final int maxOfCaller;
  private final int maxOfBoth;
  private int count;

  /** Limits as {@link CallbackSettings} has them. */
  AttemptsInProgress(Settings settings) {
    CallerShare share = CallerShare.of(settings, CallbackSettings.MAX_CONCURRENT_PER_CALLER);
    max = settings.get(CallbackSettings.MAX_CONCURRENT);
    maxOfReceiver = settings.get(CallbackSettings.MAX_CONCURRENT_PER_HOST);
    maxOfCaller = share.of(max);
    maxOfBoth = share.of(maxOfReceiver);
  }

  /** False when a limit is reached; nothing begins then. */
  synchronized boolean begin(ClaimedDelivery delivery) {
    String receiver = delivery.callback().receiver();
    OfCaller both = new OfCaller(delivery.caller(), receiver);
    if (byReceiver.getOrDefault(receiver, 0) >= maxOfReceiver
        || byBoth.getOrDefault(both, 0) >= maxOfBoth) {
      return false;
    }
    byReceiver.merge(receiver, 1, Integer::sum);
    byCaller.merge(delivery.caller(), 1, Integer::sum);
    byBoth.merge(both, 1, Integer::sum);
    count++;
    return true;
  }

  /** Ends what {@link #begin} has begun. */
  synchronized void end(ClaimedDelivery delivery) {
    String receiver = delivery.callback().receiver();
    oneLess(byReceiver, receiver);
    oneLess(byCaller, delivery.caller());
    oneLess(byBoth, new OfCaller(delivery.caller(), receiver));
    count--;
  }

  private static <K> void oneLess(Map<K, Integer> counts, K key) {
    counts.computeIfPresent(key, (same, now) -> now == 1 ? null : now - 1);
  }

  synchronized int count() {
    return count;
  }

  /** How many more attempts may begin. */
  synchronized int free() {
    return max - count;
  }

  synchronized int of(String caller) {
    return byCaller.getOrDefault(caller, 0);
  }

  /**
   * How many more attempts of a caller are claimed at once: all may have the same receiver, and
   * those beyond its limit would only be given back.
   */
  synchronized int freeFor(String caller) {
    return Math.min(maxOfBoth, maxOfCaller - byCaller.getOrDefault(caller, 0));
  }

  /** The receivers to whom no further attempt of this caller may begin. */
  synchronized Set<String> receiversAtLimit(String caller) {
    return byReceiver.entrySet().stream()
        .filter(
            receiver ->
                receiver.getValue() >= maxOfReceiver
                    || byBoth.getOrDefault(new OfCaller(caller, receiver.getKey()), 0) >= maxOfBoth)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
