namespace Boom.Tests.Cli.Rendering;

/// <summary>Pictures that a person has judged.</summary>
static class GoldenPlots
{
    public const string Supernova =
        """
          17.0 +                           r
               |                       r .    g r
               |                                  g
               |                    g                .
               |                                       g r
          18.0 +                  r                         g r
               |                                                .  r
               |
               |                g                                    g r
               |                                                          g .
               |                                                              g  r
          19.0 +             .                                                     g r
               |
               |
               |
               |           g
          20.0 +
               |  v v v  v
               +--+----------------------+----------------------+-----------------------
                 0 d                   20 d                   40 d
             2024-01-01             2024-01-21             2024-02-10
                g detection   r detection   . forced photometry   v upper limit

        """;
}
