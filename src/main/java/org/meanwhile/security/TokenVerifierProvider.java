package org.meanwhile.security;

import java.time.Clock;
import org.meanwhile.platform.Settings;

/**
 * Makes the verifier of one security mode. Each mode that has tokens has one bean of this type;
 * only that of the mode in force is asked, because the settings of the others need not be there.
 */
public interface TokenVerifierProvider {

  /** The mode whose tokens the verifier verifies. */
  SecurityMode mode();

  /**
   * Makes the verifier.
   *
   * @throws IllegalArgumentException one line that names the setting that is missing or wrong
   */
  TokenVerifier verifier(Settings settings, Clock clock);
}
