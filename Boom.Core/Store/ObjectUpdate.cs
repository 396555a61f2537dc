using Boom.Core.Sky;

namespace Boom.Core.Store;

/// <summary>What one alert says of its object.</summary>
/// <param name="ObjectId">Key of the object document.</param>
/// <param name="Position">Position of the alert; kept only when it makes the object.</param>
/// <param name="InsertFields">BSON document of the fields written once, when the object is made (without <c>_id</c> and arrays).</param>
/// <param name="SetFields">BSON document of the fields written on every update (<c>aliases</c>, <c>updated_at</c>).</param>
/// <param name="Arrays">The survey's arrays, each always present in the document, possibly empty.</param>
public sealed record ObjectUpdate(
    string ObjectId,
    SkyPosition Position,
    ReadOnlyMemory<byte> InsertFields,
    ReadOnlyMemory<byte> SetFields,
    IReadOnlyList<ArrayUpdate> Arrays);
