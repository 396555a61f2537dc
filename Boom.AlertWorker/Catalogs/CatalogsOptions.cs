using System.ComponentModel.DataAnnotations;

namespace Boom.AlertWorker.Catalogs;

/// <summary>Where the sky tables are that objects are matched with, section <c>Catalogs</c>: docs/catalogs.md.</summary>
public sealed class CatalogsOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Catalogs";

    /// <summary>Folder of the tables; default <c>catalogs</c>.</summary>
    [Required]
    public string Folder { get; set; } = "catalogs";

    /// <summary>Folder of the tables of the simulated sky, where nothing but simulated nights is read; its tables go first. Default none.</summary>
    public string? SimulatedFolder { get; set; }

    /// <summary>Where tables are looked for, in order.</summary>
    internal string[] Folders => string.IsNullOrWhiteSpace(SimulatedFolder) ? [Folder] : [SimulatedFolder, Folder];

    /// <summary>Rest between two looks for tables that have been added, replaced or removed: 1 s to 1 min; default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(15);
}
