namespace Boom.AppHost;

/// <summary>A server in a container: one endpoint that programs connect to, by a connection string that the resource carries.</summary>
/// <param name="name">Name of the resource, and of the connection.</param>
sealed class ServerContainer(string name) : ContainerResource(name), IResourceWithConnectionString
{
    /// <summary>Name of the endpoint.</summary>
    public const string Endpoint = "tcp";

    /// <summary>Host and port, as whoever reads them reaches the server.</summary>
    public EndpointReferenceExpression Address => new EndpointReference(this, Endpoint).Property(EndpointProperty.HostAndPort);

    /// <summary>The port on this machine, for programs that run on it.</summary>
    public EndpointReferenceExpression LocalPort =>
        new EndpointReference(this, Endpoint, KnownNetworkIdentifiers.LocalhostNetwork).Property(EndpointProperty.Port);

    /// <inheritdoc/>
    public ReferenceExpression ConnectionStringExpression { get; set; } = ReferenceExpression.Empty;
}
