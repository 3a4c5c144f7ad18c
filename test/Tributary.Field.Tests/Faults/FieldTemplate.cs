using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Tributary.Agent;
using Tributary.Cli;
using Tributary.Core;
using Tributary.Models;
using Tributary.Protocol;
using Tributary.Server;
using Tributary.Simulation;
using Tributary.Storage;
using Tributary.Tests;

namespace Tributary.Field.Tests;

/// <summary>
/// A coordinator's folder and the folders of its sites, prepared once and copied for every case: the sites are enrolled, a job has been
/// submitted, and nothing of the run has happened yet.
/// </summary>
internal sealed class FieldTemplate : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private FieldTemplate(string job, string[] sites)
    {
        Job = job;
        Sites = sites;
    }

    public string Job { get; }

    /// <summary>The sites in the order of the job.</summary>
    public IReadOnlyList<string> Sites { get; }

    /// <summary>The run's name.</summary>
    public string Run { get; private set; } = "";

    public string Path => _folder.Path;

    /// <summary>The address in the sites' identities; a case puts its own there.</summary>
    public Uri Address { get; private set; } = new("https://localhost/");

    public static async Task<FieldTemplate> CreateAsync(string job, params string[] sites)
    {
        FieldTemplate template = await PrepareAsync(job, sites);
        Directory.Delete(System.IO.Path.Combine(template.Path, "server", "heads"), recursive: true); // of events that were not kept
        return template;
    }

    private static async Task<FieldTemplate> PrepareAsync(string job, string[] sites)
    {
        var template = new FieldTemplate(job, sites);
        template.WriteTables();
        await using var file = template.OpenStore();
        // The log of runs is not kept: the first event of the run belongs to the cases too.
        ServerStore store = ServerStore.In(file) with { Runs = new MemoryEventLog<RunEvent>() };
        string server = System.IO.Path.Combine(template.Path, "server");
        string token = await ServerFolder.InitAsync(server, Settings, "ada", store);
        await using CoordinatorServer coordinator = await CoordinatorServer.StartAsync(ServerFolder.Open(server), store);
        template.Address = coordinator.Address;
        using var authority = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(System.IO.Path.Combine(server, "authority.pem")));
        using CoordinatorConnection admin = Connect(coordinator.Address, authority, token);
        foreach (string site in sites) await template.EnrolAsync(admin, site);
        PersonAnswer researcher = await admin.PostAsync(
            Routes.People, new PersonRequest("rosa", "researcher"), ProtocolJson.Default.PersonRequest, ProtocolJson.Default.PersonAnswer);
        using CoordinatorConnection rosa = Connect(coordinator.Address, authority, researcher.Token);
        var submission = FieldSubmission.Prepare(new JobLoader(template.Path), job);
        var model = BlobId.Of(submission.Model);
        await new BlobTransfer(rosa).UploadAsync(Routes.Upload(model), submission.Model);
        template.Run = (await rosa.PostAsync(
            Routes.Jobs, new SubmitJobRequest(job, model),
            ProtocolJson.Default.SubmitJobRequest, ProtocolJson.Default.SubmitJobAnswer)).Run;
        return template;
    }

    /// <summary>The bits of the model that a simulation of the same files makes.</summary>
    public async Task<byte[]> SimulateAsync()
    {
        PlannedJob planned = new JobLoader(Path).Plan(Job);
        return Bits((await new Simulator(planned, new SimulationSettings { Threads = 1 }).RunAsync()).Model.Parameters);
    }

    public static byte[] Bits(Tensors.ParameterSet model) => System.Runtime.InteropServices.MemoryMarshal.AsBytes(model.Values).ToArray();

    public void Dispose() => _folder.Dispose();

    private static ServerSettings Settings { get; } = new()
    {
        Listen = "127.0.0.1:0",
        Hosts = ["127.0.0.1"],
        Threads = 1,
        Pacing = new PacingSettings { GatherSeconds = 0, HoldSeconds = 0.5, TickSeconds = 0.2 },
        Limits = new ServerLimits { AnonymousRequestBurst = 10_000, RequestBurst = 100_000, RequestsPerSecond = 10_000 },
    };

    private SqliteStore OpenStore()
    {
        Directory.CreateDirectory(System.IO.Path.Combine(Path, "server"));
        return SqliteStore.Open(ServerFolder.StoreIn(System.IO.Path.Combine(Path, "server")));
    }

    private static CoordinatorConnection Connect(Uri address, X509Certificate2 authority, string token) =>
        new(new ConnectionOptions { Coordinator = address, Authority = authority, Token = token });

    private async Task EnrolAsync(CoordinatorConnection admin, string site)
    {
        InvitationAnswer invitation = await admin.PostAsync(
            Routes.Invitations, new InvitationRequest(site, "site", 1),
            ProtocolJson.Default.InvitationRequest, ProtocolJson.Default.InvitationAnswer);
        Assert.True(InvitationToken.TryParse(invitation.Token, out InvitationToken? token));
        string folder = System.IO.Path.Combine(Path, "sites", site);
        await SiteFolder.EnrolAsync(token, folder);
        File.Copy(System.IO.Path.Combine(Path, "files", $"{site}.csv"), System.IO.Path.Combine(folder, "own.csv"));
        await File.WriteAllTextAsync(System.IO.Path.Combine(folder, "site.json"), """
            { "data": { "tumours": { "use": "csv", "path": "own.csv" } }, "policy": { "approve": "policy" } }
            """);
    }

    /// <summary>Cuts a set that ships with the product into a file for each site, none as long as another.</summary>
    private void WriteTables()
    {
        var all = (LabelledData)new DataFolder("").Open("breast-cancer").Train;
        float[] row = new float[all.FeatureShape.Count];
        for (int site = 0; site < Sites.Count; site++)
        {
            var table = new StringBuilder("radius,texture,perimeter,area,kind\n");
            for (int i = site; i < all.Count / (9 - site); i += Sites.Count)
            {
                all.CopyFeatures(i, row);
                foreach (float value in row.AsSpan(0, 4)) table.Append(value.ToString("R", CultureInfo.InvariantCulture)).Append(',');
                table.Append(all.Label(i) == 0 ? "malignant\n" : "benign\n");
            }
            _folder.Write($"files/{Sites[site]}.csv", table.ToString());
        }
    }
}
