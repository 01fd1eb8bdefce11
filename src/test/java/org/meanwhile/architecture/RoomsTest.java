package org.meanwhile.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.meanwhile.builtin.BuiltinSettings;

/** The table of rooms: who may know whom, and who is alone in using what. */
@AnalyzeClasses(packages = "org.meanwhile", importOptions = DoNotIncludeTests.class)
class RoomsTest {
  private static final String OURS = "org.meanwhile..";
  private static final String OPERATION = "org.meanwhile.operation..";
  private static final String CATALOGUE = "org.meanwhile.operation.catalogue..";
  private static final String BUILTIN = "org.meanwhile.builtin..";
  private static final String JOB = "org.meanwhile.job..";
  private static final String DATABASE = "org.meanwhile.database..";
  private static final String REPRESENTATION = "org.meanwhile.representation..";
  private static final String EGRESS = "org.meanwhile.egress..";
  private static final String WORK = "org.meanwhile.work..";
  private static final String WATCH = "org.meanwhile.watch..";
  private static final String API = "org.meanwhile.api..";
  private static final String CALLBACK = "org.meanwhile.callback..";
  private static final String SECURITY = "org.meanwhile.security..";
  private static final String PLATFORM = "org.meanwhile.platform..";

  @ArchTest static final ArchRule operation_stands_alone = knowsOnly(OPERATION);
  @ArchTest static final ArchRule platform_stands_alone = knowsOnly(PLATFORM);

  /** The catalogue, for {@code command}: it makes operations of what the configuration says. */
  @ArchTest
  static final ArchRule builtin_knows_operation =
      noClasses()
          .that(resideInAPackage(BUILTIN))
          .and()
          // Its settings are rows of the manual; operations do not use the class.
          .doNotBelongToAnyOf(BuiltinSettings.class)
          .should()
          .dependOnClassesThat(
              resideInAPackage(OURS).and(not(resideInAnyPackage(BUILTIN, OPERATION))));

  @ArchTest
  static final ArchRule job_knows_operations_values =
      knowsOnly(JOB, DATABASE, "org.meanwhile.operation", PLATFORM);

  @ArchTest static final ArchRule work_knows_job = knowsOnly(WORK, JOB, OPERATION, PLATFORM);

  @ArchTest
  static final ArchRule callback_knows_job =
      knowsOnly(CALLBACK, JOB, REPRESENTATION, EGRESS, PLATFORM);

  @ArchTest
  static final ArchRule representation_knows_job = knowsOnly(REPRESENTATION, JOB, PLATFORM);

  @ArchTest
  static final ArchRule api_knows_job_and_catalogue =
      knowsOnly(API, JOB, REPRESENTATION, WATCH, EGRESS, CATALOGUE, SECURITY, PLATFORM);

  @ArchTest static final ArchRule watch_knows_job = knowsOnly(WATCH, JOB, PLATFORM);
  @ArchTest static final ArchRule egress_knows_platform = knowsOnly(EGRESS, PLATFORM);

  @ArchTest static final ArchRule security_knows_platform = knowsOnly(SECURITY, PLATFORM);

  @ArchTest
  static final ArchRule rooms_have_no_cycles =
      slices().matching("org.meanwhile.(*)..").should().beFreeOfCycles().allowEmptyShould(true);

  @ArchTest
  static final ArchRule packages_have_no_cycles =
      slices().matching("org.meanwhile.(**)").should().beFreeOfCycles().allowEmptyShould(true);

  /** Operations of ours have names of their own, which no list could know: they read them. */
  @ArchTest
  static final ArchRule configuration_is_read_by_platform =
      usedOnlyBy(new String[] {"org.eclipse.microprofile.config.."}, PLATFORM, BUILTIN);

  @ArchTest
  static final ArchRule jpa_is_used_by_job =
      usedOnlyBy(new String[] {"jakarta.persistence.."}, JOB, DATABASE);

  /** {@code export} reads somebody's tables. */
  @ArchTest
  static final ArchRule sql_is_used_by_job_and_export =
      usedOnlyBy(
          new String[] {"java.sql..", "javax.sql..", "org.flywaydb.."}, DATABASE, JOB, BUILTIN);

  @ArchTest
  static final ArchRule only_export_uses_sql_among_the_operations =
      noClasses()
          .that(resideInAPackage(BUILTIN))
          .and()
          .haveNameNotMatching(".*(Export|export).*")
          .should()
          .dependOnClassesThat(resideInAnyPackage("java.sql..", "javax.sql.."))
          .allowEmptyShould(true);

  /** Jobs run for long, and receivers may let one wait: nobody else keeps a thread. */
  @ArchTest
  static final ArchRule executors_are_used_by_those_who_wait =
      usedOnlyBy(new String[] {"jakarta.enterprise.concurrent.."}, WORK, WATCH, CALLBACK);

  @ArchTest
  static final ArchRule http_is_sent_by_callback =
      usedOnlyBy(new String[] {"org.apache.hc..", "jakarta.ws.rs.client.."}, CALLBACK);

  /** To where the configuration says, for an issuer's keys. */
  @ArchTest
  static final ArchRule http_is_sent_by_security =
      usedOnlyBy(new String[] {"java.net.http.."}, SECURITY);

  @ArchTest
  static final ArchRule tokens_are_verified_by_security =
      usedOnlyBy(new String[] {"com.nimbusds.."}, SECURITY);

  @ArchTest
  static final ArchRule http_is_answered_by_api =
      usedOnlyBy(new String[] {"jakarta.ws.rs..", "jakarta.servlet.."}, API);

  private static ArchRule knowsOnly(String room, String... others) {
    String[] known = Stream.concat(Stream.of(room), Stream.of(others)).toArray(String[]::new);
    return noClasses()
        .that(resideInAPackage(room))
        .should()
        .dependOnClassesThat(resideInAPackage(OURS).and(not(resideInAnyPackage(known))))
        .allowEmptyShould(true);
  }

  private static ArchRule usedOnlyBy(String[] used, String... rooms) {
    return noClasses()
        .that(resideInAPackage(OURS).and(not(resideInAnyPackage(rooms))))
        .should()
        .dependOnClassesThat(resideInAnyPackage(used))
        .allowEmptyShould(true);
  }
}
