package org.meanwhile.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.core.domain.properties.HasParameterTypes.Predicates.rawParameterTypes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.Schedule;
import jakarta.ejb.ScheduleExpression;
import jakarta.ejb.Schedules;
import jakarta.ejb.Singleton;
import jakarta.ejb.Stateless;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerService;
import java.time.Clock;
import java.util.Calendar;
import java.util.Date;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.meanwhile.security.MakeToken;

/** Calls and names that no class of the project uses. */
@AnalyzeClasses(packages = "org.meanwhile", importOptions = DoNotIncludeTests.class)
class HabitsTest {

  /** {@link System#nanoTime} measures durations; the injected clock tells the time of day. */
  @ArchTest
  static final ArchRule no_clock_but_the_injected_one =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.meanwhile.platform..")
          .should()
          .callMethodWhere(readsTheSystemClock())
          .orShould()
          .callConstructor(Date.class);

  /** Their intervals are settings, so timers are made by calls; by default they are persistent. */
  @ArchTest
  static final ArchRule no_timer_by_annotation =
      noMethods()
          .should()
          .beAnnotatedWith(Schedule.class)
          .orShould()
          .beAnnotatedWith(Schedules.class);

  /** These two methods create persistent timers, and have no parameter to change that. */
  @ArchTest
  static final ArchRule no_persistent_timer_by_call =
      noClasses()
          .should()
          .callMethodWhere(
              target(owner(assignableTo(TimerService.class)))
                  .and(target(nameMatching("createTimer"))))
          .orShould()
          .callMethodWhere(
              target(owner(assignableTo(TimerService.class)))
                  .and(target(nameMatching("createCalendarTimer")))
                  .and(target(rawParameterTypes(ScheduleExpression.class))));

  /**
   * Payara looks for the callback of an EJB by its name, so which one of several methods it finds
   * changes from start to start.
   */
  @ArchTest
  static final ArchRule the_callback_of_an_ejb_has_a_name_of_its_own =
      methods()
          .that()
          .areAnnotatedWith(PostConstruct.class)
          .or()
          .areAnnotatedWith(PreDestroy.class)
          .or()
          .areAnnotatedWith(Timeout.class)
          .and()
          .areDeclaredInClassesThat(
              annotatedWith(Singleton.class).or(annotatedWith(Stateless.class)))
          .should(haveANameOfTheirOwn());

  private static ArchCondition<JavaMethod> haveANameOfTheirOwn() {
    return new ArchCondition<>("have a name that no other method of the class has") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        boolean isAlone =
            method.getOwner().getMethods().stream()
                    .filter(other -> other.getName().equals(method.getName()))
                    .count()
                == 1;
        events.add(new SimpleConditionEvent(method, isAlone, method.getFullName()));
      }
    };
  }

  /** {@code MakeToken} is a command, which writes its result to standard output. */
  @ArchTest
  static final ArchRule no_standard_streams =
      noClasses()
          .that()
          .doNotBelongToAnyOf(MakeToken.class)
          .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule no_sleep =
      noClasses()
          .should()
          .callMethodWhere(
              target(nameMatching("sleep"))
                  .and(
                      target(owner(assignableTo(Thread.class)))
                          .or(target(owner(assignableTo(TimeUnit.class))))));

  /** Ids come from a SecureRandom and jitter from a ThreadLocalRandom. */
  @ArchTest
  static final ArchRule no_guessable_random_numbers =
      noClasses()
          .should()
          .callConstructor(Random.class)
          .orShould()
          .callConstructor(Random.class, long.class)
          .orShould()
          .callMethod(Math.class, "random");

  @ArchTest
  static final ArchRule names_say_what_a_class_is =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Impl")
          .orShould()
          .haveSimpleNameStartingWith("Default")
          .orShould()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils");

  private static DescribedPredicate<JavaCall<?>> readsTheSystemClock() {
    return new DescribedPredicate<>("read the system's clock") {
      @Override
      public boolean test(JavaCall<?> call) {
        JavaClass owner = call.getTargetOwner();
        String name = call.getName();
        boolean ofJavaTime = owner.getPackageName().equals("java.time");
        boolean givenClock =
            call.getTarget().getRawParameterTypes().stream()
                .anyMatch(type -> type.isEquivalentTo(Clock.class));
        return ofJavaTime && name.equals("now") && !givenClock
            || owner.isEquivalentTo(Clock.class)
                && (name.startsWith("system") || name.startsWith("tick"))
            || owner.isEquivalentTo(System.class) && name.equals("currentTimeMillis")
            || owner.isAssignableTo(Calendar.class) && name.equals("getInstance");
      }
    };
  }
}
