namespace Boom.Messaging.Kafka;

/// <summary>What is special about a packet that is published.</summary>
/// <param name="IsSimulated">It is of a sky that never was; a header says so.</param>
/// <param name="OnRefused">
/// Hears why the broker does not take this packet, which concerns no other; null when that ends the publisher. Called on any thread.
/// </param>
public readonly record struct PublishedAs(bool IsSimulated, Action<string>? OnRefused);
