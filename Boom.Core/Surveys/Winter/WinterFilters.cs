namespace Boom.Core.Surveys.Winter;

/// <summary>
/// Which band a filter number stands for. The survey counts Y, J and Hs from 1, and 4 is the dark; the reference broker counts y, j, h and k from 0
/// (docs/decisions/0033-winter-filters.md).
/// </summary>
sealed class WinterFilters
{
    /// <summary>The number of the first filter.</summary>
    public static SurveySetting Setting { get; } = new("FirstFilter", ["1", "0"]);

    readonly bool _isFromZero;

    /// <summary>The numbers by a value of <see cref="Setting"/>.</summary>
    public WinterFilters(string firstFilter) => _isFromZero = firstFilter == "0";

    /// <summary>The band; null for a number that stands for none.</summary>
    public string? BandOf(int? fid) => (_isFromZero, fid) switch
    {
        (true, 0) or (false, 1) => "y",
        (true, 1) or (false, 2) => "j",
        (true, 2) or (false, 3) => "h",
        (true, 3) => "k",
        _ => null,
    };
}
