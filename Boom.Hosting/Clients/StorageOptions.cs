using System.ComponentModel.DataAnnotations;
using Boom.ServiceDefaults;

namespace Boom.Hosting.Clients;

/// <summary>How much room the disks that Boom writes to must have, section <c>Storage</c>.</summary>
public sealed class StorageOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Storage";

    /// <summary>
    /// Bytes that must be free on the disk of a SQLite store and on that of a cutouts folder; with less, consumers and alert workers of the program pause. Default 1 GB;
    /// 0 for no limit.
    /// </summary>
    [Range(typeof(long), "0", "1000000000000000")]
    [Unit("bytes")]
    public long MinimumFree { get; set; } = 1_000_000_000;
}
