using Boom.Core.Alerts;

namespace Boom.Core.Store;

/// <summary>What becomes of a stored filter, for stores that write it whole; null where it stays as it is.</summary>
public static class FilterChanges
{
    /// <summary>With a version behind the others; null when it has one of this name or with this pipeline.</summary>
    public static StoredFilter? WithVersion(StoredFilter filter, FilterVersion version) =>
        filter.Versions.Any(known => known.Fid == version.Fid || known.Pipeline == version.Pipeline)
        ? null
        : filter with { Versions = [.. filter.Versions, version], UpdatedJd = Math.Max(filter.UpdatedJd, version.CreatedJd) };

    /// <summary>With a version that runs; null when it has none of this name.</summary>
    public static StoredFilter? Active(StoredFilter filter, string fid, DateTimeOffset now) => filter.Versions.Any(version => version.Fid == fid)
        ? filter with { IsActive = true, ActiveVersion = fid, Suspension = null, UpdatedJd = JulianDate.FromTime(now) }
        : null;

    /// <summary>With no version that runs.</summary>
    public static StoredFilter Inactive(StoredFilter filter, DateTimeOffset now) => filter with { IsActive = false, UpdatedJd = JulianDate.FromTime(now) };

    /// <summary>Suspended; null when that version does not run.</summary>
    public static StoredFilter? Suspended(StoredFilter filter, FilterSuspension suspension) => filter.IsActive && filter.ActiveVersion == suspension.Fid
        ? filter with { IsActive = false, Suspension = suspension, UpdatedJd = JulianDate.FromTime(DateTimeOffset.FromUnixTimeMilliseconds(suspension.AtMs)) }
        : null;
}
