package org.tcbridge.elf.dwarf;

import org.tcbridge.elf.dwarf.Value.Place;

/** How attributes are encoded (DWARF 5, table 7.6; versions 2 to 4 have fewer, with the same numbers; GNU's in 0x1f00). */
final class Form {
    static final int IMPLICIT_CONST = 0x21;
    private static final int INDIRECT = 0x16;

    private Form() {}

    /**
     * Reads a value.
     *
     * @param in stands at it, and behind it afterwards
     * @param unit its unit
     * @param form its form
     * @param implicit what the abbreviation holds for {@link #IMPLICIT_CONST}
     */
    static Value read(Cursor in, Unit unit, long form, long implicit) throws DwarfException {
        return switch ((int) Math.min(form, Integer.MAX_VALUE)) {
            case 0x01 -> number(in, unit.addressBytes()); // addr
            case 0x03 -> bytes(in, in.unsigned(2)); // block2
            case 0x04 -> bytes(in, in.unsigned(4)); // block4
            case 0x05 -> number(in, 2); // data2
            case 0x06 -> number(in, 4); // data4
            case 0x07 -> number(in, 8); // data8
            case 0x08 -> string(in);
            case 0x09, 0x18 -> bytes(in, in.uleb()); // block, exprloc
            case 0x0a -> bytes(in, in.unsigned(1)); // block1
            case 0x0b, 0x0c -> number(in, 1); // data1, flag
            case 0x0d -> new Value.Scalar(in.sleb()); // sdata
            case 0x0e -> new Value.Text(Place.STR, in.unsigned(unit.offsetBytes())); // strp
            case 0x0f, 0x22, 0x23 -> new Value.Scalar(in.uleb()); // udata, loclistx, rnglistx
            case 0x10 -> // ref_addr
                new Value.Link(false, in.unsigned(unit.version() == 2 ? unit.addressBytes() : unit.offsetBytes()));
            case 0x11 -> link(unit, in.unsigned(1)); // ref1
            case 0x12 -> link(unit, in.unsigned(2)); // ref2
            case 0x13 -> link(unit, in.unsigned(4)); // ref4
            case 0x14 -> link(unit, in.unsigned(8)); // ref8
            case 0x15 -> link(unit, in.uleb()); // ref_udata
            case INDIRECT -> indirect(in, unit);
            case 0x17 -> number(in, unit.offsetBytes()); // sec_offset
            case 0x19 -> new Value.Scalar(1); // flag_present
            case 0x1a, 0x1f02 -> new Value.Text(Place.INDEX, in.uleb()); // strx, GNU_str_index
            case 0x1b, 0x1f01 -> new Value.AddressIndex(in.uleb()); // addrx, GNU_addr_index
            case 0x1c -> elsewhere(in, 4); // ref_sup4
            case 0x1d, 0x1f20, 0x1f21 -> elsewhere(in, unit.offsetBytes()); // strp_sup, GNU_ref_alt, GNU_strp_alt
            case 0x1e -> bytes(in, 16); // data16
            case 0x1f -> new Value.Text(Place.LINE_STR, in.unsigned(unit.offsetBytes())); // line_strp
            case 0x20 -> new Value.Signature(in.unsigned(8)); // ref_sig8
            case IMPLICIT_CONST -> new Value.Scalar(implicit);
            case 0x24 -> elsewhere(in, 8); // ref_sup8
            case 0x25, 0x26, 0x27, 0x28 -> new Value.Text(Place.INDEX, in.unsigned((int) form - 0x24)); // strx1 to 4
            case 0x29, 0x2a, 0x2b, 0x2c -> new Value.AddressIndex(in.unsigned((int) form - 0x28)); // addrx1 to 4
            default -> throw new DwarfException("form 0x%x, expected one of DWARF 2 to 5".formatted(form));
        };
    }

    private static Value number(Cursor in, int bytes) throws DwarfException {
        return new Value.Scalar(in.unsigned(bytes));
    }

    private static Value bytes(Cursor in, long length) throws DwarfException {
        int at = in.at();
        in.skip(length);
        return new Value.Bytes(at, in.at() - at);
    }

    private static Value string(Cursor in) throws DwarfException {
        int at = in.at();
        while (in.u8() != 0) {
            // the cursor moves
        }
        return new Value.Text(Place.ENTRY, at);
    }

    private static Value link(Unit unit, long offset) {
        return new Value.Link(true, unit.start() + offset);
    }

    private static Value indirect(Cursor in, Unit unit) throws DwarfException {
        long form = in.uleb();
        if (form == INDIRECT || form == IMPLICIT_CONST) {
            throw new DwarfException("indirect form 0x%x, expected one with a value".formatted(form));
        }
        return read(in, unit, form, 0);
    }

    private static Value elsewhere(Cursor in, int bytes) throws DwarfException {
        in.skip(bytes);
        return new Value.Elsewhere();
    }
}
