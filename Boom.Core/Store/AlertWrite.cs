using Boom.Core.Alerts;
using Boom.Core.Sky;

namespace Boom.Core.Store;

/// <summary>One alert, encoded and ready to store.</summary>
/// <param name="Origin">The packet it came in.</param>
/// <param name="Candid">Key of the alert.</param>
/// <param name="Jd">Julian date in days.</param>
/// <param name="Magpsf">Magnitude of the difference source; null when it has none.</param>
/// <param name="Position">Position of the alert.</param>
/// <param name="AlertDocument">BSON, complete.</param>
/// <param name="CutoutsDocument">BSON, complete; empty when the packet has no cutouts.</param>
/// <param name="Object">The update of its object.</param>
public sealed record AlertWrite(
    PacketOrigin Origin,
    long Candid,
    double Jd,
    double? Magpsf,
    SkyPosition Position,
    ReadOnlyMemory<byte> AlertDocument,
    ReadOnlyMemory<byte> CutoutsDocument,
    ObjectUpdate Object);
