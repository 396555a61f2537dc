using Boom.Simulation.Exposures;
using Boom.Simulation.Objects;

namespace Boom.Simulation;

/// <summary>One packet's object, exposure and what follows from the two; input of the encoders.</summary>
readonly ref struct PacketSubject
{
    public required SimulatedObject Simulated { get; init; }

    public required Exposure Exposure { get; init; }

    public required Measurement Measurement { get; init; }

    public required Detection Detection { get; init; }

    public required Neighbourhood Neighbourhood { get; init; }

    /// <summary>Row of the object in the tables of its channel.</summary>
    public required int Row { get; init; }

    /// <summary>Key of the alert.</summary>
    public required long Candid { get; init; }

    /// <summary>Name of the object, UTF-8.</summary>
    public required ReadOnlySpan<byte> ObjectId { get; init; }

    /// <summary>History of the object up to this exposure.</summary>
    public required ObjectHistory History { get; init; }
}
