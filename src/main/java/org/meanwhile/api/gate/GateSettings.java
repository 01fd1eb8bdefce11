package org.meanwhile.api.gate;

import org.meanwhile.platform.Setting;
import org.meanwhile.platform.SettingsGroup;

/** How many threads may wait for clients that read slowly. */
public final class GateSettings implements SettingsGroup {

  public static final Setting<Integer> ANSWERS_MAX_SENDING =
      Setting.number(
          "answers.max-sending",
          100,
          1,
          10_000,
          "How many answers a node sends at a time. A client that reads slowly keeps a thread until "
              + "it has taken its answer; so this and `meanwhile.body.max-waiting` together must be "
              + "below the number of the server's request threads (200 in Payara). Further "
              + "requests are answered with 503 at once. Event streams, and `/health`, do not count.");

  public static final Setting<Integer> ANSWERS_CALLER_SENDING =
      Setting.number(
          "answers.caller-sending",
          40,
          1,
          10_000,
          "How many of the `meanwhile.answers.max-sending` answers may be to one caller. Its "
              + "further requests are answered with 429.");

  public static final Setting<Integer> ANSWERS_ADDRESS_SENDING =
      Setting.number(
          "answers.address-sending",
          30,
          1,
          10_000,
          "How many of the `meanwhile.answers.max-sending` answers may be to one address (of IPv6, "
              + "one network of 64 bits), where the caller is not known: pages, and shared outputs. More than a browser "
              + "asks for at a time. "
              + "Further ones are answered with 429. A proxy in front is one address. This and "
              + "`meanwhile.answers.caller-sending` together should be well below "
              + "`meanwhile.answers.max-sending`: one client may be both.");

  @Override
  public String title() {
    return "Answers";
  }
}
