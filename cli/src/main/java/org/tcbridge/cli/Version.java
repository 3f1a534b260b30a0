package org.tcbridge.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version, from the program jar's manifest. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"tcbridge " + Objects.requireNonNullElse(version, "(not packaged)")};
    }
}
