namespace Boom.Core.Catalogs;

/// <summary>Rows in order.</summary>
unsafe interface ISkyRun : IDisposable
{
    /// <summary>The row that was read; valid until the next is.</summary>
    SkyRecord* Current { get; }

    /// <summary>Moves to the next row; false at the end.</summary>
    bool Read();
}
