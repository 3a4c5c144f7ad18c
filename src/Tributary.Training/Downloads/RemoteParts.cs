using System.Text.Json;
using System.Text.Json.Nodes;
using Tributary.Core;

namespace Tributary.Training;

/// <summary>
/// Addresses in the data and model parts of a job: where a path may stand, <c>{ "url": ..., "sha256": ... }</c> may too, and where a folder
/// may stand, <c>{ "files": [...] }</c> of those.
/// </summary>
public static class RemoteParts
{
    private const string Url = "url", Sha256 = "sha256", Name = "name", Files = "files";

    private static readonly string[] _members = [Url, Sha256, Name];
    private static readonly JsonDocumentOptions _lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Every file that a job names by its address.</summary>
    /// <exception cref="ProblemException">An address or a checksum is none.</exception>
    public static IReadOnlyList<RemoteFile> Of(string job)
    {
        var found = new List<RemoteFile>();
        Replace(job, (_, files, _) =>
        {
            found.AddRange(files);
            return "";
        });
        return found;
    }

    /// <summary>The job with paths in the cache where it has addresses; nothing is fetched.</summary>
    /// <exception cref="ProblemException">A file is not in the cache; the message names the command that fetches it.</exception>
    public static string Localize(string job, DownloadCache cache)
    {
        var problems = new List<Problem>();
        string text = Replace(job, (path, files, isFolder) =>
        {
            RemoteFile[] missing = [.. files.Where(file => cache.Find(file) is null)];
            foreach (RemoteFile file in missing)
                problems.Add(new Problem(ProblemCodes.NotDownloaded, path,
                    $"'{file.Url}' is not in the cache, and nothing is fetched unless somebody asks for it. Fetch it with: {file.Command} "
                    + "(or give --allow-download where the command has it)."));
            return missing.Length > 0 ? "" : isFolder ? cache.Gather(files) : cache.PathOf(files[0]);
        });
        return problems.Count == 0 ? text : throw new ProblemException(problems);
    }

    /// <summary>The job with the addresses themselves where it has them, for readers that open none of these files.</summary>
    /// <exception cref="ProblemException">An address or a checksum is none.</exception>
    public static string WithAddresses(string job) => Replace(job, (_, files, _) => files[0].Url.ToString());

    private static string Replace(string job, Func<string, IReadOnlyList<RemoteFile>, bool, string> replace)
    {
        if (!job.Contains($"\"{Url}\"", StringComparison.Ordinal)) return job;
        JsonObject? root;
        try
        {
            root = JsonNode.Parse(job, documentOptions: _lenient) as JsonObject;
        }
        catch (JsonException)
        {
            return job; // whoever reads it says what is wrong
        }
        bool changed = false;
        foreach (string part in (string[])["data", "model"])
            if (root?[part] is { } node) Walk(node, $"$.{part}");
        return changed ? root!.ToJsonString() : job;

        void Walk(JsonNode node, string path)
        {
            if (node is JsonArray list)
                for (int i = 0; i < list.Count; i++) Visit(list[i], $"{path}[{i}]", value => list[i] = value);
            if (node is JsonObject members)
                foreach ((string name, JsonNode? member) in members.ToArray())
                    Visit(member, $"{path}.{name}", value => members[name] = value);
        }

        void Visit(JsonNode? node, string path, Action<string> set)
        {
            if (node is JsonObject one && one.ContainsKey(Url)) Put(path, [Read(one, path)], isFolder: false, set);
            else if (node is JsonObject { Count: 1 } folder && folder[Files] is JsonArray { Count: > 0 } files && files.All(IsFile))
                Put(path, [.. files.Select((file, i) => Read(file!.AsObject(), $"{path}.{Files}[{i}]"))], isFolder: true, set);
            else if (node is not null) Walk(node, path);
        }

        void Put(string path, IReadOnlyList<RemoteFile> files, bool isFolder, Action<string> set)
        {
            if (files.CountBy(file => file.Name).FirstOrDefault(name => name.Value > 1) is { Key: { } twice })
                throw new ProblemException(ProblemCodes.AddressRefused, path,
                    $"Two files of the folder are called '{twice}', and one would replace the other. Give one of them a 'name'.");
            set(replace(path, files, isFolder));
            changed = true;
        }
    }

    private static bool IsFile(JsonNode? node) => node is JsonObject one && one.ContainsKey(Url);

    private static RemoteFile Read(JsonObject file, string path)
    {
        if (file.Select(member => member.Key).Except(_members).FirstOrDefault() is { } unknown)
            throw new ProblemException(ProblemCodes.AddressRefused, $"{path}.{unknown}",
                $"A file on a server has 'url', 'sha256' and at most a 'name', and no '{unknown}'. Remove it.");
        return RemoteFile.Of(Text(Url), Text(Sha256), Text(Name), path);

        string? Text(string name) =>
            file[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
    }
}
