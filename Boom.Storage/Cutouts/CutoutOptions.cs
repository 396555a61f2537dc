using Boom.Core.Resilience;

namespace Boom.Storage.Cutouts;

/// <summary>Where the cutouts of a MongoDB store go.</summary>
public sealed class CutoutOptions
{
    /// <summary>Beside the alerts, in the collection <c>&lt;S&gt;_alerts_cutouts</c>.</summary>
    public const string Mongo = "mongo";

    /// <summary>A folder, one file per alert.</summary>
    public const string InFolder = "folder";

    /// <summary>A bucket of an object store, one object per alert.</summary>
    public const string S3Bucket = "s3";

    /// <summary><c>mongo</c>, <c>folder</c> or <c>s3</c>. Default: <c>mongo</c>.</summary>
    public string Store { get; init; } = Mongo;

    /// <summary>The folder, for <c>folder</c>; it may lie on a share that several machines use. Made when it is not there.</summary>
    public string? Folder { get; init; }

    /// <summary>The bucket, for <c>s3</c>.</summary>
    public S3CutoutOptions S3 { get; init; } = new();

    /// <summary>Throws when a setting cannot be used; the message names key, value and remedy.</summary>
    /// <exception cref="PermanentFaultException">The setting.</exception>
    public void Validate()
    {
        if (Store is not (Mongo or InFolder or S3Bucket))
            throw new PermanentFaultException($"Cutouts:Store is '{Store}': give {Mongo}, {InFolder} or {S3Bucket}.");
        if (Store == InFolder && string.IsNullOrWhiteSpace(Folder))
            throw new PermanentFaultException($"Cutouts:Store is {InFolder} and Cutouts:Folder is empty: name the folder.");
        if (Store == S3Bucket)
            S3.Validate();
    }
}
