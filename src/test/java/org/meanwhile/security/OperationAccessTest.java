package org.meanwhile.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.meanwhile.platform.Settings;

class OperationAccessTest {
  private static final Set<String> AVAILABLE = Set.of("simulate", "sort", "export");

  private static OperationAccess access(String mode, String... more) {
    Map<String, String> all = new HashMap<>(Map.of("meanwhile.security.mode", mode));
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    return new OperationAccess(new Settings(all::get));
  }

  @Test
  void all_are_offered_but_simulate_only_where_there_is_one_caller() {
    assertThat(access("local").offered(AVAILABLE)).isEqualTo(AVAILABLE);
    assertThat(access("token").offered(AVAILABLE)).containsExactlyInAnyOrder("sort", "export");
    assertThat(access("jwt").offered(AVAILABLE)).containsExactlyInAnyOrder("sort", "export");
  }

  @Test
  void where_some_are_named_these_are_offered_and_no_others() {
    for (String mode : new String[] {"local", "token"}) {
      assertThat(access(mode, "meanwhile.operations", "simulate , sort").offered(AVAILABLE))
          .containsExactlyInAnyOrder("simulate", "sort");
      assertThat(access(mode, "meanwhile.operations", "of-a-later-version").offered(AVAILABLE))
          .isEmpty();
    }
  }

  @Test
  void an_operation_with_groups_is_for_their_members_alone() {
    OperationAccess access =
        access("jwt", "meanwhile.operations.sort.groups", "staff, night shift");
    access.offered(AVAILABLE);

    assertThat(access.allows("sort", Set.of("submitter", "staff"))).isTrue();
    assertThat(access.allows("sort", Set.of("night shift"))).isTrue();
    assertThat(access.allows("sort", Set.of("submitter", "operator"))).isFalse();
    assertThat(access.allows("export", Set.of("submitter"))).isTrue();
  }

  @Test
  void a_list_with_an_empty_name_stops_the_start() {
    assertThatThrownBy(() -> access("local", "meanwhile.operations", "sort,,export"))
        .hasMessageContaining("meanwhile.operations must be");
    OperationAccess access = access("local", "meanwhile.operations.sort.groups", ",staff");
    assertThatThrownBy(() -> access.offered(AVAILABLE))
        .hasMessageContaining("meanwhile.operations.sort.groups must be");
  }
}
