using Boom.Core.Store;

namespace Boom.Storage.Mongo;

/// <summary>One object of a batch on its way: what is stored of it, and the alerts to merge into it.</summary>
sealed class PendingObject(string objectId)
{
    public string ObjectId { get; } = objectId;

    /// <summary>The alerts that are merged, in order of arrival; refused ones are taken out.</summary>
    public List<AlertWrite> Alerts { get; } = [];

    /// <summary>As read; empty when there is no such object.</summary>
    public ReadOnlyMemory<byte> Stored { get; set; }

    /// <summary>With the alerts merged in.</summary>
    public ReadOnlyMemory<byte> Merged { get; set; }

    /// <summary>Why the last try to write it failed.</summary>
    public WriteRefusal? Refusal { get; set; }
}
