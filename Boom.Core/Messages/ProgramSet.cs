namespace Boom.Core.Messages;

/// <summary>A set of programmes of a survey, by their numbers, 1 to 31.</summary>
/// <param name="Bits">Bit n for programme n.</param>
public readonly record struct ProgramSet(uint Bits)
{
    /// <summary>No programme.</summary>
    public static ProgramSet None => default;

    /// <summary>Every programme, also points that do not say of which they are.</summary>
    public static ProgramSet All => new(uint.MaxValue);

    /// <summary>What everybody may see.</summary>
    public static ProgramSet Public => Of([AlertDocuments.PublicProgram]);

    /// <summary>The programmes of these numbers; others than 1 to 31 are left out.</summary>
    public static ProgramSet Of(IEnumerable<int> numbers)
    {
        var bits = 0u;
        foreach (var number in numbers)
        {
            if (number is > 0 and < 32)
                bits |= 1u << number;
        }

        return new ProgramSet(bits);
    }

    /// <summary>Whether a programme is one of them.</summary>
    public bool Contains(int number) => number is >= 0 and < 32 && (Bits & (1u << number)) != 0;

    /// <summary>Programmes of either.</summary>
    public static ProgramSet operator |(ProgramSet left, ProgramSet right) => new(left.Bits | right.Bits);
}
