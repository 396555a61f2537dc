namespace Boom.Core.Filters.Values;

/// <summary>The answer of a condition; it is unknown only where a field was declared unknown.</summary>
public enum Truth : byte
{
    /// <summary>It does not hold.</summary>
    False,

    /// <summary>It holds.</summary>
    True,

    /// <summary>It may hold or not, by what the unknown fields turn out to be.</summary>
    Unknown,
}
