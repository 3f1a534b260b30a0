package org.tcbridge.it.tools;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that runs containers of the image {@link #IMAGE}. Without a container daemon or the image the test is skipped
 * with the reason; with {@code CI=true} or {@code -Dtcbridge.require-tools=true} it fails.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Tag("container")
@ExtendWith(RequiresContainersCondition.class)
public @interface RequiresContainers {

    /** The image: qemu-system-arm, openocd and a busybox shell, made on this machine by {@link #BUILD}. */
    String IMAGE = "tcbridge/servers:local";

    /** The command that makes {@link #IMAGE}. */
    String BUILD = "it-tests/tools/build-container-image";
}
