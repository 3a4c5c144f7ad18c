using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Tributary.Server;

/// <summary>A coordinator that serves: every run that has not ended goes on, and sites and people may come.</summary>
public sealed class CoordinatorServer : IAsyncDisposable
{
    private static readonly TimeSpan _farewell = TimeSpan.FromSeconds(10);

    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping;
    private readonly ServerParts _parts;
    private readonly ILogger _logger;
    private readonly string _name;

    private CoordinatorServer(WebApplication app, ServerParts parts, CancellationTokenSource stopping, ILogger logger, string name)
    {
        _app = app;
        _stopping = stopping;
        _parts = parts;
        _logger = logger;
        _name = name;
    }

    /// <summary>Where it listens; with the port that was free, where the settings asked for any.</summary>
    public Uri Address { get; private set; } = new("http://localhost");

    /// <summary>Opens the runs, then the door.</summary>
    /// <param name="folder">Who it is.</param>
    /// <param name="store">What it knows; stays the caller's, and nobody else writes to it meanwhile.</param>
    /// <param name="clock">The clock, or null for the system's.</param>
    /// <param name="logging">Says where logs go; nowhere where null.</param>
    /// <param name="cancellation">Stops starting.</param>
    /// <exception cref="ServerException">
    /// A key cannot be read, the coordinator would serve without encryption, or the store is older than what it has signed.
    /// </exception>
    /// <exception cref="IOException">The address is in use.</exception>
    public static async Task<CoordinatorServer> StartAsync(
        ServerFolder folder, ServerStore store, TimeProvider? clock = null, Action<ILoggingBuilder>? logging = null,
        CancellationToken cancellation = default)
    {
        clock ??= TimeProvider.System;
        ServerSettings settings = folder.Settings;
        Authority authority = folder.OpenAuthority();
        CheckpointKey key = folder.OpenCheckpointKey();
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Tributary" });
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = _farewell);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        logging?.Invoke(builder.Logging);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel => Listener.Configure(kestrel, folder, authority, clock.GetUtcNow()));
        WebApplication app = builder.Build();
        ILogger logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(ServerMetrics.Name);
        var stopping = new CancellationTokenSource();
        if (settings.AcceptsOlderLog) ServerFolder.ForgetRunKey(folder.Path); // what the store has lost may have been told with this key
        var heads = new KeptHeads(Path.Combine(folder.Path, KeptHeads.Folder), logger);
        var parts = new ServerParts(
            settings, store, authority, folder.OpenServerRoot(authority), key, folder.OpenRunKey(), heads, clock, logger, stopping.Token);
        var server = new CoordinatorServer(app, parts, stopping, logger, settings.Name);
        try
        {
            await parts.Journal.OpenAsync(cancellation);
            await parts.Runs.OpenAsync(cancellation);
            await parts.Sweeper.StartAsync(cancellation);
            Operation[] operations = [.. parts.Operations(() => settings.PublicAddress ?? server.Reachable(settings))];
            app.UseRouting();
            app.Use(parts.Gate.InvokeAsync);
            foreach (Operation operation in operations)
                app.MapMethods(operation.Path, [operation.Method], (RequestDelegate)(_ => Task.CompletedTask)).WithMetadata(operation);
            await app.StartAsync(cancellation);
            server.Address = Listening(app);
            Log.Started(logger, settings.Name, server.Address, settings.Version.ToString());
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes nothing more, finishes what is being done, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync(); // whoever waits for work is told to come again
        await _app.StopAsync();
        await _parts.Sweeper.DisposeAsync();
        await _parts.Runs.DisposeAsync();
        await _app.DisposeAsync();
        _parts.Dispose();
        _stopping.Dispose();
        Log.Stopped(_logger, _name);
    }

    /// <summary>The first host that the certificate names, at the port in use.</summary>
    private Uri Reachable(ServerSettings settings) =>
        new UriBuilder(Address) { Host = settings.Hosts.Count > 0 ? settings.Hosts[0] : Address.Host }.Uri;

    private static Uri Listening(WebApplication app)
    {
        string address = app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features
            .Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost";
        return new Uri(address.Replace("0.0.0.0", "localhost", StringComparison.Ordinal)
            .Replace("[::]", "localhost", StringComparison.Ordinal));
    }
}
