package org.tcbridge.it.tools;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that needs installed programs, such as a gdb and an emulator. A missing one skips the test with a reason that
 * names the command that installs it; with {@code CI=true} or {@code -Dtcbridge.require-tools=true} it fails the test.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Tag("emulator")
@ExtendWith(RequiresToolCondition.class)
public @interface RequiresTool {

    /** The programs' file names, found with {@link Tools#find}. */
    String[] value();
}
