using Tributary.Agent;
using Tributary.Server;
using Tributary.Storage;
using Tributary.Tests;

namespace Tributary.Field.Tests;

/// <summary>A copy of a template's folders, whose sites come to one address.</summary>
internal sealed class FieldCase : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FieldTemplate _template;

    public FieldCase(FieldTemplate template, Func<string, Uri> addressOf)
    {
        _template = template;
        Copy(Path.Combine(template.Path, "server"), Server);
        foreach (string site in template.Sites)
        {
            Copy(Path.Combine(template.Path, "sites", site), Site(site));
            string identity = Path.Combine(Site(site), "identity.json"), text = File.ReadAllText(identity);
            string other = text.Replace(template.Address.AbsoluteUri, addressOf(site).AbsoluteUri, StringComparison.Ordinal);
            Assert.NotEqual(text, other);
            File.WriteAllText(identity, other);
        }
    }

    public string Server => Path.Combine(_folder.Path, "server");

    public string Site(string site) => Path.Combine(_folder.Path, "sites", site);

    /// <summary>What has become of the run; nobody has the store open.</summary>
    public async Task<RunRecord> ReadAsync()
    {
        await using var file = SqliteStore.Open(ServerFolder.StoreIn(Server));
        return await RunRecord.ReadAsync(ServerStore.In(file), _template.Run);
    }

    /// <summary>What has become of a site's part in the run; nobody has the store open.</summary>
    public async Task<MemberState> ReadAsync(string site)
    {
        await using var file = SqliteStore.Open(SiteFolder.Open(Site(site)).StorePath);
        AgentState state = AgentState.Empty;
        await foreach (AgentEvent e in AgentStore.In(file).Events.ReadAsync(AgentJournal.Stream)) state = state.Apply(e);
        return state.Runs[_template.Run];
    }

    public void Dispose() => _folder.Dispose();

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (string inner in Directory.GetDirectories(from)) Copy(inner, Path.Combine(to, Path.GetFileName(inner)));
    }
}
