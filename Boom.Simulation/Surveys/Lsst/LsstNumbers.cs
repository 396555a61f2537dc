using System.Globalization;
using Boom.Simulation.Exposures;

namespace Boom.Simulation.Surveys.Lsst;

/// <summary>
/// The survey's numbers. An identifier is night (13 bits from 2020-01-01), place of the visit in the night (12 bits) and number of the object (34
/// bits, from a start that is the seed's): about 1.5e17 in 2026, as the real ones.
/// </summary>
sealed class LsstNumbers(ulong nightKey, DateOnly night)
{
    const int ObjectBits = 34;
    const int VisitBits = 12;
    const ulong ObjectKey = 2_000_001;

    // No visit has this place in a night: it marks names of objects.
    const int NoVisit = (1 << VisitBits) - 1;

    const int DesignationCount = 30 * 24 * 25 * CycleCount;
    const int CycleCount = 620;

    static readonly int _firstDay = new DateOnly(2020, 1, 1).DayNumber;

    readonly ulong _firstObject = SeededStream.Key(nightKey, ObjectKey) & ((1UL << ObjectBits) - 1);

    /// <summary><c>diaSourceId</c> of an object in an exposure.</summary>
    public long Source(Exposure exposure, int ordinal) => Join(EveningOf(exposure), exposure.Visit, ordinal);

    /// <summary><c>diaObjectId</c>.</summary>
    public long DiaObject(int ordinal) => Join(night, NoVisit, ordinal);

    /// <summary><c>visit</c>: date of the evening and place in the night.</summary>
    public static long Visit(Exposure exposure)
    {
        var day = EveningOf(exposure);
        return (((day.Year * 10000L) + (day.Month * 100) + day.Day) * 100_000) + exposure.Visit;
    }

    /// <summary><c>ssObjectId</c>: the seven characters of the packed designation, as bytes of a number.</summary>
    public long SolarSystemObject(int ordinal)
    {
        Span<byte> packed = stackalloc byte[7];
        WritePacked(ordinal, packed);
        var id = 0L;
        foreach (var character in packed)
            id = (id << 8) | character;
        return id;
    }

    /// <summary>Provisional designation, e.g. <c>2004 JQ12</c>.</summary>
    public string Designation(int ordinal)
    {
        var (year, halfMonth, letter, cycle) = Parts(ordinal);
        var number = cycle == 0 ? "" : cycle.ToString(CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{year} {halfMonth}{letter}{number}");
    }

    /// <summary>The same as the Minor Planet Center packs it, e.g. <c>K04J12Q</c>: seven characters.</summary>
    public void WritePacked(int ordinal, Span<byte> packed)
    {
        var (year, halfMonth, letter, cycle) = Parts(ordinal);
        packed[0] = (byte)(year < 2000 ? 'J' : 'K');
        packed[1] = (byte)('0' + (year / 10 % 10));
        packed[2] = (byte)('0' + (year % 10));
        packed[3] = (byte)halfMonth;
        packed[4] = Digit(cycle / 10);
        packed[5] = Digit(cycle % 10);
        packed[6] = (byte)letter;
    }

    // Half-months have no I, letters neither.
    (int Year, char HalfMonth, char Letter, int Cycle) Parts(int ordinal)
    {
        var number = (int)((_firstObject + (ulong)ordinal) % DesignationCount);
        var cycle = number % CycleCount;
        number /= CycleCount;
        return (1996 + (number / 600), "ABCDEFGHJKLMNOPQRSTUVWXY"[number % 24], "ABCDEFGHJKLMNOPQRSTUVWXYZ"[number / 24 % 25], cycle);
    }

    static byte Digit(int value) => (byte)(value < 10 ? '0' + value : value < 36 ? 'A' + value - 10 : 'a' + value - 36);

    // A night is named after its evening: from noon to noon UTC - 12 h.
    static DateOnly EveningOf(Exposure exposure) => SurveyClock.DateOf(exposure.Jd - 0.5);

    long Join(DateOnly day, int visit, int ordinal)
    {
        var number = (_firstObject + (ulong)ordinal) & ((1UL << ObjectBits) - 1);
        return (((((long)(day.DayNumber - _firstDay)) << VisitBits) | (long)visit) << ObjectBits) | (long)number;
    }
}
