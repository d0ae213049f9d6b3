// Written by `npm run openapi` from docs/openapi.json. Don't change it by hand.

export interface paths {
    "/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Alerts, the newest first, page by page.
         * @description In the order of `created_at` and, within an instant, of `id`. Paging on by `next_cursor` repeats none and skips none. With filters a page scans about 20,000 alerts. It may have fewer than `limit`, even none; continue while `next_cursor` is not null.
         */
        get: operations["alerts_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who changed what in the organization, and took what away, the newest first.
         * @description Changes of keys, policy, masking, patterns, allowances, feedback, profiles and baselines, replays, and exports; no secrets and no texts. Entries are never changed or removed; each carries a hash over itself and the one before. Tokens issued and refused are counted by key within a minute. Later versions add actions.
         */
        get: operations["audit_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Never succeeds: secrets are stored hashed and can't be shown. */
        get: operations["auth_show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/credentials/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace the secret of your API key; the old one stops working at once.
         * @description So do the tokens it got, but for the one this is asked with. With `graceSeconds` the old secret and its tokens are good for that long yet. A key has two good secrets at most: replacing again ends the grace of an older one.
         */
        post: operations["auth_refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange the credentials of an API key for a token.
         * @description As JSON with `clientId` and `clientSecret`; or as OAuth 2 clients ask (RFC 6749, client credentials): a form with
         *     `grant_type=client_credentials`, and `client_id` and `client_secret` in the form or as HTTP Basic. `scope` asks for less than the key
         *     allows. A form is answered in OAuth's words where it fails: `{"error":"invalid_client"}`.
         */
        post: operations["auth_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dashboard/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest alerts, at most 100, newest first. */
        get: operations["dashboard_alerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dashboard/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Health score of the organization, and what lowered it. */
        get: operations["dashboard_health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dashboard/health/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Health scores of the past, the oldest first.
         * @description The lowest score of every five minutes; of a long range, of longer steps: at most 1,000. Kept 90 days.
         */
        get: operations["health_past"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dashboard/health/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Health of each model of which something was measured in the last 15 minutes, the worst first.
         * @description As the health of the organization, had it no other model.
         */
        get: operations["health_models"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dashboard/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * New alerts and counters, as they come.
         * @description Server-sent events, for as long as the token is good:
         *
         *     - `alert`: an alert that was raised, once; its data are those of `GET /alerts`.
         *     - `counters`: `{"normal", "suspicious", "risky", "open_alerts"}`, how many events carry each label and how many alerts are open (at most 1,000), at
         *       the beginning and whenever they have changed.
         *
         *     What becomes known after the first `counters` is told, within about a second. Each event has an `id`; who comes back with the last one in `Last-Event-ID` is told
         *     what it missed, and nothing twice. A comment every 15 seconds shows that the connection lives. Browsers' `EventSource` can't send a token: read the
         *     stream by `fetch`.
         */
        get: operations["live_stream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dashboard/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every model with its mean latency and current drift score. */
        get: operations["dashboard_models"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dashboard/risk-distribution": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How many events carry each risk label.
         * @description Over ML and LLM events. An event appears here within about two seconds after it was accepted.
         */
        get: operations["dashboard_riskDistribution"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dashboard/timeseries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How events, latency, tokens, risk or alerts went over time.
         * @description From roll-ups alone, so that it costs the same however many events there are, and about two seconds behind them. Points are whole steps of local time, at most 1,500; the first one holds `from` (left out: a day before `to`), the last one ends at `to` (left out: now) or later. Percentiles are within 1 %. What is older than events are kept is known by the hour: a step that begins within an hour then has that hour in the step before.
         */
        get: operations["timeseries_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events that could not be processed in full, a label or an alert is missing, until they are replayed. */
        get: operations["deadletters_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dead-letters/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Have them processed again, once the cause is mended. */
        post: operations["deadletters_replay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events, the newest first, page by page.
         * @description In the order of `timestamp` and, within an instant, of `id`. Paging on by `next_cursor` repeats none and skips none that was there when it began; of those that arrive meanwhile it shows those that are older than the page. A page is full, however many there are, without a filter, by `model`, and by `label`, each with `from` and `to`. With other filters a page scans about 20,000 events. It may have fewer than `limit`, even none; continue while `next_cursor` is not null.
         */
        get: operations["events_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{kind}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events as a file, the newest first, as many as there are.
         * @description Sent while it is read, so that its length is not known before: one that breaks off, also at its first event, ends without the last chunk, which HTTP clients report as an error. So does one whose token or key ends meanwhile, and one of which nothing is read for a minute. `factors` are those stored with an event. In a table, texts that a spreadsheet would run begin with an apostrophe.
         */
        get: operations["eventsexport_export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{kind}/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One event, with what its risk is made of and where in the text that shows. */
        get: operations["events_one"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Liveness: the process answers. Never touches the database. */
        get: operations["probes_live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Readiness: the database answers and no shutdown has begun. */
        get: operations["probes_ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ingest/llm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Store calls of language models.
         * @description Answers once the events are stored durably. Afterwards each is labelled normal, suspicious or risky, and drift, health and alerts follow. A batch is stored as a whole or not at all, unless the request prefers otherwise. Unknown keys are ignored, and named in the header `Aegis-Ignored` of the answer.
         */
        post: operations["ingest_llm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ingest/ml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Store predictions of models.
         * @description Answers once the events are stored durably. Afterwards each is labelled normal, suspicious or risky, and drift, health and alerts follow. A batch is stored as a whole or not at all, unless the request prefers otherwise. Unknown keys are ignored, and named in the header `Aegis-Ignored` of the answer.
         */
        post: operations["ingest_ml"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Counters and gauges in the Prometheus text format.
         * @description 404 on this port in production, or if METRICS_PORT is set.
         */
        get: operations["probes_scrape"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models/{model_name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A model: latency, volume and labels, lately and of all time; its drift and baseline.
         * @description `recent` is the last day, or from `from` to `to`. From roll-ups alone, about two seconds behind events.
         */
        get: operations["models_one"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models/{model_name}/baseline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is normal for the signals of a model, how far that has come, and what it was before. */
        get: operations["baselines_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models/{model_name}/baseline/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make normal what was in the latest three hours with traffic; open episodes end. */
        post: operations["baselines_accept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models/{model_name}/baseline/pin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Make normal what was in a window of time; open episodes end.
         * @description Of the last seven days. It stays until it is unpinned, reset, accepted anew or pinned to another window.
         */
        put: operations["baselines_pin"];
        post?: never;
        /** Take back what was pinned, accepted, or set in the profile; what is normal is learned again. */
        delete: operations["baselines_unpin"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models/{model_name}/baseline/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Forget what is normal for a model, and learn it from its next five minutes on. */
        post: operations["baselines_reset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models/{model_name}/drift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the signals of a model are, held against their baselines, and its latest episodes.
         * @description Signals are counted in buckets of five minutes of event time, complete a minute after each is over; a large change is seen before. Without traffic they are stale after 20 minutes, and after an hour nothing stays open.
         */
        get: operations["modeldrift_drift"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models/{model_name}/drift/episodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Episodes of drift of a model, open and past, the newest first. Kept 180 days. */
        get: operations["modeldrift_episodes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models/{model_name}/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is normal for a model: learned from its first five minutes, or set. */
        get: operations["modelprofiles_read"];
        /** Set what is normal for a model, also before its first event. */
        put: operations["modelprofiles_set"];
        post?: never;
        /**
         * Forget the profile set by hand; the baseline of the model is learned again.
         * @description Answers with what was forgotten. A model without events no longer counts towards MAX_MODELS then.
         */
        delete: operations["modelprofiles_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/risk/allowances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is allowed as harmless.
         * @description Texts are known by their hashes only.
         */
        get: operations["allowances_list"];
        put?: never;
        /**
         * Allow a text, or a rule in calls of a model.
         * @description Counts from the next classification on, within two seconds on every server (policy `calibrated`).
         */
        post: operations["allowances_add"];
        /** Take back everything that was allowed. */
        delete: operations["allowances_clear"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/risk/allowances/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take back one allowance. */
        delete: operations["allowances_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/risk/classify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Classify one call without storing it.
         * @description A guard for applications: by the classifier whatever the policy is, less what the organization allows; nothing is stored. Beside it what the formula of the policy `baseline` says.
         */
        post: operations["risk_classify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/risk/classify/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Classify up to 100 calls without storing them.
         * @description A guard for applications: by the classifier whatever the policy is, less what the organization allows; nothing is stored. Beside it what the formula of the policy `baseline` says.
         */
        post: operations["risk_classifyBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/risk/feedback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that a stored call was harmless.
         * @description What flagged it is allowed from the next classification on (policy `calibrated`). Its label stays.
         */
        post: operations["feedback_markBenign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/risk/patterns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The patterns of your own. */
        get: operations["custompatterns_read"];
        /**
         * Set the patterns of your own.
         * @description They count beside the classifier (policy `calibrated`, `POST /risk/classify`) from the next call on, within two seconds on every server. They read the first 8,000 characters of a text as it is written, and nothing is masked by them.
         */
        put: operations["custompatterns_set"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/risk/policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How events are labelled, and what is masked. */
        get: operations["risk_policy"];
        /**
         * Choose how events are labelled, and what is masked.
         * @description Counts for events that come later, within two seconds on every server. Labels that are there stay, and so does `masking` where it is left out.
         */
        put: operations["risk_setPolicy"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AlertOut: {
            /**
             * @description Its id, 32 hexadecimal digits.
             * @example 019c0ffee0005a3b9d2f4e6a8b1c3d5e
             */
            id: string;
            /**
             * @description The model it is about; null for health, which is the whole organization's.
             * @example fraud-v3
             */
            model_name: string | null;
            /**
             * @description What it is about.
             * @example drift
             * @enum {string}
             */
            type: "drift" | "health" | "risk";
            /**
             * @description One sentence with the model and the score.
             * @example Model fraud-v3 has drifted: score 61.25, threshold 20.00.
             */
            message: string;
            /**
             * @description How urgent it is.
             * @example critical
             * @enum {string}
             */
            severity: "warning" | "critical";
            /**
             * Format: date-time
             * @description When it was raised, UTC.
             * @example 2026-03-01T12:00:00.000Z
             */
            created_at: string;
            /**
             * @description Whether the condition has ended. Alerts of risky events stay open.
             * @example false
             */
            resolved: boolean;
            /**
             * @description The episode of drift that it is about; absent where it is about none.
             * @example 5f0c2b9e7a1d4c3b8e6f0a125f0c2b9e
             */
            episode_id?: string;
        };
        AlertRowOut: {
            /**
             * @description Its id, 32 hexadecimal digits.
             * @example 019c0ffee0005a3b9d2f4e6a8b1c3d5e
             */
            id: string;
            /**
             * @description The model it is about; null for health, which is the whole organization's.
             * @example fraud-v3
             */
            model_name: string | null;
            /**
             * @description What it is about.
             * @example drift
             * @enum {string}
             */
            type: "drift" | "health" | "risk";
            /**
             * @description One sentence with the model and the score.
             * @example Model fraud-v3 has drifted: score 61.25, threshold 20.00.
             */
            message: string;
            /**
             * @description How urgent it is.
             * @example critical
             * @enum {string}
             */
            severity: "warning" | "critical";
            /**
             * Format: date-time
             * @description When it was raised, UTC.
             * @example 2026-03-01T12:00:00.000Z
             */
            created_at: string;
            /**
             * @description Whether the condition has ended. Alerts of risky events stay open.
             * @example false
             */
            resolved: boolean;
            /**
             * @description The episode of drift that it is about; absent where it is about none.
             * @example 5f0c2b9e7a1d4c3b8e6f0a125f0c2b9e
             */
            episode_id?: string;
            /**
             * @description When it was resolved, UTC; null while it is open.
             * @example null
             */
            resolved_at: string | null;
            /**
             * @description How often its condition was found while it lasted; of a group of risky events, how many they are.
             * @example 12
             */
            occurrences: number;
            /**
             * @description The risky event that it is about; null where it is about none, or about several.
             * @example null
             */
            event: components["schemas"]["EventRefOut"] | null;
        };
        AlertsOut: {
            /** @description The newest first. */
            alerts: components["schemas"]["AlertRowOut"][];
            /**
             * @description For the next page, by `cursor`; null on the last one.
             * @example MTc3MjM2NjQwMDAwMC4wMTljMGZmZWUwMDA1YTNiOWQyZjRlNmE4YjFjM2Q1ZQ
             */
            next_cursor: string | null;
        };
        AllowanceIn: {
            /**
             * @description This very text (a whole prompt, or a value that is taken for a leak) is harmless; case and gaps do not count. Only its hash is kept.
             * @example Quiet7River!
             */
            text?: string;
            /**
             * @description Or: this rule does not count …
             * @example secret.password
             */
            rule?: string;
            /**
             * @description … in calls of this model.
             * @example gpt-4o
             */
            model_name?: string;
        };
        AllowanceOut: {
            /**
             * @description Id; of a text its SHA-256.
             * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
             */
            id: string;
            /**
             * @description A text, or a rule in calls of a model.
             * @example rule
             * @enum {string}
             */
            kind: "text" | "rule";
            /**
             * @description Which rule; null of a text.
             * @example secret.password
             */
            rule: string | null;
            /**
             * @description In calls of which model; null of a text.
             * @example gpt-4o
             */
            model_name: string | null;
        };
        AllowancesOut: {
            /** @description Newest first, 2,000 at most. */
            allowances: components["schemas"]["AllowanceOut"][];
        };
        AuditEntryOut: {
            /**
             * @description Place among the entries of the organization, from 1 on.
             * @example 42
             */
            sequence: number;
            /**
             * Format: date-time
             * @description When, UTC.
             * @example 2026-03-01T12:00:00.000Z
             */
            at: string;
            /**
             * @description What was done.
             * @example secret_replaced
             * @enum {string}
             */
            action: "token_issued" | "token_refused" | "key_created" | "key_revoked" | "secret_replaced" | "organization_created" | "organization_disabled" | "organization_enabled" | "dead_letters_replayed" | "baseline_reset" | "baseline_accepted" | "baseline_pinned" | "baseline_unpinned" | "profile_set" | "profile_removed" | "policy_set" | "patterns_set" | "allowance_added" | "allowance_removed" | "allowances_cleared" | "feedback_given" | "export_started" | "export_ended" | "audit_adopted";
            /**
             * @description The key it was done to or with; null where it is about none.
             * @example aegis_5f0c2b9e7a1d4c3b8e6f0a12
             */
            client_id: string | null;
            /**
             * @description By a request, at the command line, or by the server itself.
             * @example api
             * @enum {string}
             */
            via: "api" | "command_line" | "server";
            /**
             * @description The key that asked for it; null where none had proved itself.
             * @example aegis_5f0c2b9e7a1d4c3b8e6f0a12
             */
            actor_client_id: string | null;
            /**
             * @description Particulars; `count` where several of a kind within a minute make one entry.
             * @example {
             *       "version": 2,
             *       "grace_seconds": 0
             *     }
             */
            details: {
                [key: string]: string | number;
            };
            /**
             * @description SHA-256 over the entry and the hash of the one before.
             * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
             */
            hash: string;
        };
        AuditOut: {
            /** @description The newest first. */
            entries: components["schemas"]["AuditEntryOut"][];
            /**
             * @description For the next page; null on the last one.
             * @example 42
             */
            next_cursor: string | null;
        };
        BaselineOut: {
            /**
             * @description Risk, 0-1, 4 decimals.
             * @example 0.1
             */
            riskScore: number;
            /**
             * @description Its label.
             * @example normal
             * @enum {string}
             */
            riskLabel: "normal" | "suspicious" | "risky";
            /**
             * @description What was found.
             * @example [
             *       "prompt_injection",
             *       "secret_leak"
             *     ]
             */
            flags: string[];
            /**
             * @description Version of the formula.
             * @example contract-1
             */
            version: string;
        };
        BaselinePinIn: {
            /**
             * Format: date-time
             * @description Buckets that begin from here on.
             * @example 2026-03-01T08:00:00Z
             */
            from: string;
            /**
             * Format: date-time
             * @description Buckets that begin before this.
             * @example 2026-03-01T12:00:00Z
             */
            to: string;
        };
        BaselineSummaryOut: {
            /**
             * @description Mean latency that is normal, milliseconds.
             * @example 42.5
             */
            latency_ms: number;
            /**
             * @description Features with statistics.
             * @example [
             *       "amount"
             *     ]
             */
            features: string[];
            /**
             * @description Learned by itself, or set.
             * @example learned
             * @enum {string}
             */
            source: "learned" | "set";
            /**
             * Format: date-time
             * @description Since when, UTC.
             * @example 2026-03-01T12:00:00.000Z
             */
            updated_at: string;
        };
        BaselineVersionOut: {
            /**
             * @description Of predictions, or of calls of language models.
             * @example ml
             * @enum {string}
             */
            kind: "ml" | "llm";
            /**
             * @description The signal.
             * @example feature.amount
             */
            signal: string;
            /**
             * @description Counted from 1; 0: none yet.
             * @example 3
             */
            version: number;
            /**
             * @description collecting: too little is known; provisional: held against, still growing; active: it stays; pinned: somebody said so.
             * @example active
             * @enum {string}
             */
            status: "collecting" | "provisional" | "active" | "pinned";
            /**
             * @description Begin of the first bucket it was made of, UTC.
             * @example 2026-03-01T12:00:00.000Z
             */
            from: string | null;
            /**
             * @description Begin of the last one.
             * @example 2026-03-01T12:00:00.000Z
             */
            to: string | null;
            /**
             * @description Five-minute buckets it was made of.
             * @example 288
             */
            buckets: number;
            /**
             * @description Buckets left out: something happened in them.
             * @example 2
             */
            trimmed: number;
            /**
             * @description Mean, in the unit of the signal; null for categories.
             * @example 84.2
             */
            mean: number | null;
            /**
             * Format: date-time
             * @description Since when it counted, UTC.
             * @example 2026-03-01T12:00:00.000Z
             */
            created_at: string;
        };
        ClassificationOut: {
            /**
             * @description Risk, 0-1, 4 decimals.
             * @example 0.85
             */
            riskScore: number;
            /**
             * @description Its label.
             * @example risky
             * @enum {string}
             */
            riskLabel: "normal" | "suspicious" | "risky";
            /**
             * @description What was found.
             * @example [
             *       "prompt_injection",
             *       "secret_leak"
             *     ]
             */
            flags: string[];
            /** @description The two kinds of risk. */
            signals: components["schemas"]["SignalsOut"];
            /** @description Why; empty without a flag. */
            evidence: components["schemas"]["EvidenceOut"][];
            /**
             * @description Version of rules and model.
             * @example calibrated-1-0a8874da6a36
             */
            version: string;
            /** @description What the contract's formula says. */
            baseline: components["schemas"]["BaselineOut"];
        };
        ClassificationsOut: {
            /** @description One for each call, in their order. */
            results: components["schemas"]["ClassificationOut"][];
        };
        ClassifyBatchIn: {
            /**
             * @description At most 100 calls.
             * @example [
             *       {
             *         "prompt": "Sum this up.",
             *         "response": "It says no."
             *       }
             *     ]
             */
            calls: components["schemas"]["ClassifyIn"][];
        };
        ClassifyIn: {
            /**
             * @description What is asked; at most 100,000 characters (a setting).
             * @example Sum this up.
             */
            prompt: string;
            /**
             * @description What was answered, if anything yet.
             * @example It says no.
             */
            response?: string;
            /**
             * @description The model, for what is allowed in its calls.
             * @example gpt-4o
             */
            model_name?: string;
        };
        CredentialsOut: {
            /**
             * @description Name of the API key, as before.
             * @example aegis_5f0c2b9e7a1d4c3b8e6f0a12
             */
            clientId: string;
            /**
             * @description The new secret, in plain text this once: keep it now.
             * @example aegs_Zm9yLWRvY3VtZW50YXRpb24tb25seS1ub3QtYS1rZXk
             */
            clientSecret: string;
        };
        CustomPatternIn: {
            /**
             * @description Unique; evidence tells it as `custom:<name>`.
             * @example staff_number
             */
            name: string;
            /**
             * @description Regular expression of RE2 (no look-around, no references back); `(?i)` ignores case.
             * @example \bEMP-\d{6}\b
             */
            pattern: string;
            /**
             * @description jailbreak: an attack, looked for in prompts (flag `custom_jailbreak`); sensitive: a leak, in prompts and responses (`custom_leak`).
             * @example sensitive
             * @enum {string}
             */
            about: "jailbreak" | "sensitive";
            /**
             * @description What a match scores, 0-1: suspicious from 0.4, risky from 0.75.
             * @example 0.8
             */
            strength: number;
        };
        CustomPatternOut: {
            /**
             * @description Its name.
             * @example staff_number
             */
            name: string;
            /**
             * @description Regular expression of RE2.
             * @example \bEMP-\d{6}\b
             */
            pattern: string;
            /**
             * @description What it speaks of.
             * @example sensitive
             * @enum {string}
             */
            about: "jailbreak" | "sensitive";
            /**
             * @description What a match scores.
             * @example 0.8
             */
            strength: number;
        };
        CustomPatternsIn: {
            /**
             * @description At most 50; those that were there and are not among them go.
             * @example [
             *       {
             *         "name": "staff_number",
             *         "pattern": "\\bEMP-\\d{6}\\b",
             *         "about": "sensitive",
             *         "strength": 0.8
             *       }
             *     ]
             */
            patterns: components["schemas"]["CustomPatternIn"][];
        };
        CustomPatternsOut: {
            /** @description In the order in which they were given. */
            patterns: components["schemas"]["CustomPatternOut"][];
            /**
             * @description When anything of the risk policy was last changed, UTC; null where it never was.
             * @example 2026-03-01T12:00:00.000Z
             */
            updated_at: string | null;
        };
        DeadLetterOut: {
            /**
             * @description Which kind of event it is.
             * @example llm
             * @enum {string}
             */
            kind: "ml" | "llm";
            /**
             * @description Its id, 32 hexadecimal digits.
             * @example 019c0ffee0005a3b9d2f4e6a8b1c3d5e
             */
            id: string;
            /**
             * @description The model it is about.
             * @example gpt-4o
             */
            model_name: string;
            /**
             * Format: date-time
             * @description When it happened, UTC.
             * @example 2026-03-01T12:00:00.000Z
             */
            timestamp: string;
            /**
             * @description processing_failed: it failed five times when tried alone; never_finished: whatever tried it twenty times never came to an end.
             * @example processing_failed
             * @enum {string}
             */
            code: "processing_failed" | "never_finished";
            /**
             * Format: date-time
             * @description When it was given up, UTC.
             * @example 2026-03-01T12:05:00.000Z
             */
            dead_at: string;
        };
        DeadLettersOut: {
            /**
             * @description The longest dead first, at most 1,000.
             * @example [
             *       {
             *         "kind": "llm",
             *         "id": "019c0ffee0005a3b9d2f4e6a8b1c3d5e",
             *         "model_name": "gpt-4o",
             *         "timestamp": "2026-03-01T12:00:00.000Z",
             *         "code": "processing_failed",
             *         "dead_at": "2026-03-01T12:05:00.000Z"
             *       }
             *     ]
             */
            dead_letters: components["schemas"]["DeadLetterOut"][];
        };
        DeadOut: {
            /**
             * @description As `GET /dead-letters` says it.
             * @example processing_failed
             */
            code: string;
            /**
             * Format: date-time
             * @description When it was given up, UTC.
             * @example 2026-03-01T12:05:00.000Z
             */
            at: string;
        };
        DriftEpisodeOut: {
            /**
             * @description Of predictions, or of calls of language models.
             * @example ml
             * @enum {string}
             */
            kind: "ml" | "llm";
            /**
             * @description latency, prediction, confidence, feature.<name>; of calls also prompt_length, response_length, flagged, flag.<name>.
             * @example feature.amount
             */
            signal: string;
            /**
             * @description Which way: up, down, wider, narrower or shape; null where nothing could be said.
             * @example up
             */
            direction: string | null;
            /**
             * @description By which method it was found.
             * @example location
             */
            method: string | null;
            /**
             * @description Its id, 32 hexadecimal digits.
             * @example 5f0c2b9e7a1d4c3b8e6f0a125f0c2b9e
             */
            id: string;
            /**
             * Format: date-time
             * @description Begin of the bucket at which it opened, UTC.
             * @example 2026-03-01T12:00:00.000Z
             */
            since: string;
            /**
             * @description Begin of the bucket at which it ended; null while it is open.
             * @example null
             */
            ended: string | null;
            /**
             * @description Why it ended.
             * @example null
             */
            end_reason: ("calm" | "no_traffic" | "new_baseline") | null;
            /**
             * @description By its largest size: critical from 0.25 on.
             * @example warning
             * @enum {string}
             */
            severity: "warning" | "critical";
            /**
             * @description How likely what opened it is by chance.
             * @example 1e-9
             */
            p: number;
            /**
             * @description Size at which it opened: PSI, or the square of Cohen's w.
             * @example 0.12
             */
            size: number;
            /**
             * @description The largest size so far.
             * @example 0.31
             */
            peak_size: number;
            /**
             * @description Five-minute buckets of the window that opened it.
             * @example 4
             */
            window_buckets: number;
            /**
             * @description Values in that window.
             * @example 431
             */
            window_values: number;
        };
        DriftEpisodesOut: {
            /** @description The newest first. */
            episodes: components["schemas"]["DriftEpisodeOut"][];
        };
        EventDetailOut: {
            /**
             * @description Its id, 32 hexadecimal digits.
             * @example 019c0ffee0005a3b9d2f4e6a8b1c3d5e
             */
            id: string;
            /**
             * @description ml: predictions; llm: calls of language models.
             * @example llm
             * @enum {string}
             */
            kind: "ml" | "llm";
            /**
             * @description The model.
             * @example support-bot
             */
            model_name: string;
            /**
             * Format: date-time
             * @description When it happened, UTC.
             * @example 2026-03-01T12:00:00.000Z
             */
            timestamp: string;
            /**
             * @description How long it took, milliseconds.
             * @example 640
             */
            latency_ms: number;
            /**
             * @description Risk, 0-1, 4 decimals; null while it has no label.
             * @example 0.85
             */
            riskScore: number | null;
            /**
             * @description Its label; null while it has none.
             * @example risky
             */
            riskLabel: ("normal" | "suspicious" | "risky") | null;
            /**
             * @description What was found.
             * @example [
             *       "prompt_injection"
             *     ]
             */
            flags: string[];
            /**
             * @description Estimated tokens of prompt and response; null for predictions.
             * @example 42
             */
            token_count: number | null;
            /**
             * @description The prompt, of which lists show the first 200 characters; null for predictions.
             * @example Where is my parcel?
             */
            prompt: string | null;
            /**
             * @description What was predicted, any JSON value; null for calls of language models.
             * @example null
             */
            prediction: string | number | boolean | Record<string, never> | unknown[] | null;
            /**
             * @description The response; null for predictions.
             * @example It arrives on Friday.
             */
            response: string | null;
            /**
             * @description What the model was given; null for calls of language models.
             * @example {
             *       "amount": 129.9
             *     }
             */
            input_data: {
                [key: string]: unknown;
            } | null;
            /**
             * @description Whose judgement the label is, and why; null for predictions of the policy `baseline`, and while there is no label.
             * @example {
             *       "policy": "calibrated",
             *       "version": "calibrated-1-0a8874da6a36",
             *       "evidence": [
             *         {
             *           "rule": "secret.password",
             *           "flag": "secret_leak",
             *           "part": "prompt",
             *           "start": 16,
             *           "end": 28,
             *           "strength": 0.85
             *         }
             *       ]
             *     }
             */
            risk: components["schemas"]["JudgementOut"] | null;
            /**
             * @description What the risk is made of; null for calls of language models, and while there is no label.
             * @example {
             *       "confidence": 0.45,
             *       "drift": 0.5,
             *       "outlier": 0
             *     }
             */
            factors: components["schemas"]["FactorsOut"] | null;
            /** @description Places masked before the event was stored; of very many, the first ones of each rule. `possible_leak`: this part of the text was masked without being read, because too much of it looked like secrets. */
            masked: components["schemas"]["FlaggedSpanOut"][];
            /**
             * @description Since when it is known to have been flagged by mistake, UTC; null where it is not.
             * @example null
             */
            benign_at: string | null;
            /**
             * @description Why it could not be processed; null where it was, or will be.
             * @example null
             */
            dead: components["schemas"]["DeadOut"] | null;
        };
        EventOut: {
            /**
             * @description Its id, 32 hexadecimal digits.
             * @example 019c0ffee0005a3b9d2f4e6a8b1c3d5e
             */
            id: string;
            /**
             * @description ml: predictions; llm: calls of language models.
             * @example llm
             * @enum {string}
             */
            kind: "ml" | "llm";
            /**
             * @description The model.
             * @example support-bot
             */
            model_name: string;
            /**
             * Format: date-time
             * @description When it happened, UTC.
             * @example 2026-03-01T12:00:00.000Z
             */
            timestamp: string;
            /**
             * @description How long it took, milliseconds.
             * @example 640
             */
            latency_ms: number;
            /**
             * @description Risk, 0-1, 4 decimals; null while it has no label.
             * @example 0.85
             */
            riskScore: number | null;
            /**
             * @description Its label; null while it has none.
             * @example risky
             */
            riskLabel: ("normal" | "suspicious" | "risky") | null;
            /**
             * @description What was found.
             * @example [
             *       "prompt_injection"
             *     ]
             */
            flags: string[];
            /**
             * @description Estimated tokens of prompt and response; null for predictions.
             * @example 42
             */
            token_count: number | null;
            /**
             * @description The prompt, of which lists show the first 200 characters; null for predictions.
             * @example Where is my parcel?
             */
            prompt: string | null;
            /**
             * @description What was predicted, any JSON value; null for calls of language models.
             * @example null
             */
            prediction: string | number | boolean | Record<string, never> | unknown[] | null;
        };
        EventRefOut: {
            /**
             * @description Its kind.
             * @example llm
             * @enum {string}
             */
            kind: "ml" | "llm";
            /**
             * @description Its id, for `GET /events/{kind}/{id}`.
             * @example 019c0ffee0005a3b9d2f4e6a8b1c3d5e
             */
            id: string;
        };
        EventsOut: {
            /** @description The newest first. */
            events: components["schemas"]["EventOut"][];
            /**
             * @description For the next page, by `cursor`; null on the last one.
             * @example MTc3MjM2NjQwMDAwMC4wMTljMGZmZWUwMDA1YTNiOWQyZjRlNmE4YjFjM2Q1ZQ
             */
            next_cursor: string | null;
        };
        EvidenceOut: {
            /**
             * @description Which rule.
             * @example secret.password
             */
            rule: string;
            /**
             * @description The flag it is evidence for.
             * @example secret_leak
             */
            flag: string;
            /**
             * @description In which text.
             * @example prompt
             * @enum {string}
             */
            part: "prompt" | "response";
            /**
             * @description Where it begins, UTF-16 units from 0.
             * @example 16
             */
            start: number;
            /**
             * @description Where it ends, exclusive.
             * @example 28
             */
            end: number;
            /**
             * @description How much it says by itself, 0-1.
             * @example 0.85
             */
            strength: number;
        };
        FactorsOut: {
            /**
             * @description How unsure the model was, 0-1.
             * @example 0.45
             */
            confidence: number;
            /**
             * @description How far the model had drifted, 0-1: what the others leave of the score.
             * @example 0.5
             */
            drift: number;
            /**
             * @description How unusual the input is, 0-1, by the statistics that the model has now.
             * @example 0
             */
            outlier: number;
        };
        FaultOut: {
            /**
             * @description Path to the field, from `body`, `query` or `path`.
             * @example [
             *       "body",
             *       "events",
             *       0,
             *       "latency_ms"
             *     ]
             */
            loc: (string | number)[];
            /**
             * @description Stable name of the rule that was broken.
             * @example is_number
             */
            code: string;
            /**
             * @description What is wanted; never the value that was sent.
             * @example must be a number
             */
            msg: string;
        };
        FeedbackIn: {
            /**
             * @description Id of the stored call, 32 hexadecimal digits.
             * @example 019c0ffee0005a3b9d2f4e6a8b1c3d5e
             */
            event_id: string;
            /**
             * @description text: this very prompt is no attack, and what looked like a leak is none; rule: the rules that flagged it do not count in calls of its model any more. Left out: text.
             * @example text
             * @enum {string}
             */
            scope?: "text" | "rule";
        };
        FeedbackOut: {
            /**
             * @description Allowances added; 0 where nothing was flagged.
             * @example 2
             */
            allowed: number;
            /**
             * @description What was masked before it was stored: its text is not known, so that it can only be allowed by rule.
             * @example 0
             */
            not_allowed_masked: number;
        };
        FlaggedSpanOut: {
            /**
             * @description Which rule.
             * @example secret.password
             */
            rule: string;
            /**
             * @description Its flag.
             * @example secret_leak
             */
            flag: string;
            /**
             * @description In which text.
             * @example prompt
             * @enum {string}
             */
            part: "prompt" | "response";
            /**
             * @description Where it begins, UTF-16 units from 0.
             * @example 16
             */
            start: number;
            /**
             * @description Where it ends, exclusive.
             * @example 28
             */
            end: number;
            /**
             * @description How much it says by itself, 0-1.
             * @example 0.85
             */
            strength: number;
        };
        HealthDetailsOut: {
            /**
             * @description Points taken off for drift.
             * @example 12.5
             */
            drift_penalty?: number;
            /**
             * @description Points taken off for slow LLM calls.
             * @example 4
             */
            latency_penalty?: number;
            /**
             * @description Mean of the latest 10 drift scores, percent; null without any.
             * @example 12.5
             */
            average_drift_score?: number | null;
            /**
             * @description Mean latency of the LLM calls of the last 15 minutes, milliseconds; null without any.
             * @example 1200
             */
            llm_mean_latency_ms?: number | null;
        };
        HealthHistoryOut: {
            /** @description The oldest first, at most 1,000. */
            points: components["schemas"]["HealthPointOut"][];
        };
        HealthOut: {
            /**
             * @description Health, 0 (bad) to 100 (nothing wrong, or nothing measured yet).
             * @example 83.5
             */
            score: number;
            /** @description What lowered it. */
            details: components["schemas"]["HealthDetailsOut"];
            /**
             * @description When it was computed, UTC; null where nothing was measured yet.
             * @example 2026-03-01T12:00:00.000Z
             */
            updated_at: string | null;
            /**
             * @description no_data: nothing that the score counts was measured lately.
             * @example measured
             * @enum {string}
             */
            state: "measured" | "no_data";
            /**
             * @description The model that lowered it most; null where none did.
             * @example fraud-v3
             */
            worst_model: string | null;
        };
        HealthPointOut: {
            /**
             * @description Health, 0 (bad) to 100 (nothing wrong).
             * @example 83.5
             */
            score: number;
            /**
             * @description Points taken off for drift.
             * @example 12.5
             */
            drift_penalty: number;
            /**
             * @description Points taken off for slow LLM calls.
             * @example 4
             */
            latency_penalty: number;
            /**
             * Format: date-time
             * @description Begin of the step, UTC.
             * @example 2026-03-01T12:00:00.000Z
             */
            at: string;
            /**
             * @description The model that lowered it most; null where none did.
             * @example fraud-v3
             */
            worst_model: string | null;
            /**
             * @description no_data: nothing that the score counts was measured.
             * @example measured
             * @enum {string}
             */
            state: "measured" | "no_data";
        };
        HistogramBinOut: {
            /**
             * @description Values up to this, in the unit of the signal; null: any above.
             * @example 129.5
             */
            up_to: number | null;
            /**
             * @description The category; null: all others, or a number.
             * @example null
             */
            category: string | null;
            /**
             * @description Share of the values of the baseline.
             * @example 0.1
             */
            baseline: number;
            /**
             * @description Share of the values of the window.
             * @example 0.25
             */
            current: number;
        };
        IngestedOut: {
            /**
             * @description Events stored durably, now or by an earlier try of the same request: all of the batch but the rejected.
             * @example 2
             */
            ingested: number;
            /**
             * @description Only with `Prefer: handling=lenient`: the events that were not stored.
             * @example [
             *       {
             *         "index": 3,
             *         "code": "is_number",
             *         "field": "latency_ms"
             *       }
             *     ]
             */
            rejected?: components["schemas"]["RejectedOut"][];
        };
        JudgementOut: {
            /**
             * @description The policy that gave the label.
             * @example calibrated
             */
            policy: string;
            /**
             * @description Version of its rules.
             * @example calibrated-1-0a8874da6a36
             */
            version: string;
            /** @description Why; empty without a flag. */
            evidence: components["schemas"]["FlaggedSpanOut"][];
        };
        LLMBatchIn: {
            /**
             * @description At most 5,000 events (a setting); none is fine.
             * @example [
             *       {
             *         "model_name": "gpt-4o",
             *         "prompt": "Sum this up.",
             *         "response": "It says no.",
             *         "latency_ms": 812
             *       }
             *     ]
             */
            events: components["schemas"]["LLMEventIn"][];
        };
        LLMEventIn: {
            /**
             * @description Your own id of the event, unique in your organization for its kind. An event that is sent again with it, in whatever request, is stored once: as it was the first time.
             * @example order-4711-attempt-1
             */
            event_id?: string;
            /**
             * @description Model that was called.
             * @example gpt-4o
             */
            model_name: string;
            /**
             * @description What was asked; at most 100,000 characters (a setting).
             * @example Sum this up.
             */
            prompt: string;
            /**
             * @description What was answered; at most 100,000 characters (a setting).
             * @example It says no.
             */
            response: string;
            /**
             * @description Wall-clock time of the call, milliseconds.
             * @example 812
             */
            latency_ms: number;
            /**
             * Format: date-time
             * @description When it happened, RFC 3339; without a zone it is UTC. At most 30 days ago and 10 minutes ahead (both are settings). Left out: the time of arrival.
             * @example 2026-03-01T12:00:00Z
             */
            timestamp?: string;
        };
        LatencyOut: {
            /**
             * @description Mean.
             * @example 41.5
             */
            mean: number | null;
            /**
             * @description Half took less.
             * @example 39.2
             */
            p50: number | null;
            /**
             * @description 95 of 100 took less.
             * @example 61
             */
            p95: number | null;
            /**
             * @description 99 of 100 took less.
             * @example 88.1
             */
            p99: number | null;
        };
        LineOut: {
            /**
             * @description events: normal, suspicious, risky; latency: mean, p50, p95, p99; tokens; risky_share; alerts: warning, critical.
             * @example risky
             */
            name: string;
            /**
             * @description One a point. Counts of nothing are 0; null where there is nothing to tell: no event, or none is kept so long.
             * @example [
             *       0,
             *       3,
             *       null
             *     ]
             */
            values: (number | null)[];
        };
        MlBatchIn: {
            /**
             * @description At most 5,000 events (a setting); none is fine.
             * @example [
             *       {
             *         "model_name": "fraud-v3",
             *         "prediction": "fraud",
             *         "input_data": {
             *           "probabilities": [
             *             0.92,
             *             0.08
             *           ],
             *           "features": {
             *             "amount": 129.9,
             *             "country": "DE"
             *           }
             *         },
             *         "latency_ms": 41.5
             *       }
             *     ]
             */
            events: components["schemas"]["MlEventIn"][];
        };
        MlEventIn: {
            /**
             * @description Your own id of the event, unique in your organization for its kind. An event that is sent again with it, in whatever request, is stored once: as it was the first time.
             * @example order-4711-attempt-1
             */
            event_id?: string;
            /**
             * @description Model that made the prediction.
             * @example fraud-v3
             */
            model_name: string;
            /**
             * @description What the model answered: any JSON value.
             * @example fraud
             */
            prediction: string | number | boolean | Record<string, never> | unknown[] | null;
            /**
             * @description What the model was given. `probabilities` (a list or a map of numbers) and `features` (a map; otherwise the numbers of this object itself) are read by risk classification. At most 1,000 keys and items and 20 levels (settings).
             * @example {
             *       "probabilities": [
             *         0.92,
             *         0.08
             *       ],
             *       "features": {
             *         "amount": 129.9,
             *         "country": "DE"
             *       }
             *     }
             */
            input_data: {
                [key: string]: unknown;
            };
            /**
             * @description Wall-clock time of the prediction, milliseconds.
             * @example 41.5
             */
            latency_ms: number;
            /**
             * Format: date-time
             * @description When it happened, RFC 3339; without a zone it is UTC. At most 30 days ago and 10 minutes ahead (both are settings). Left out: the time of arrival.
             * @example 2026-03-01T12:00:00Z
             */
            timestamp?: string;
        };
        ModelBaselineOut: {
            /**
             * @description The model.
             * @example fraud-v3
             */
            model_name: string;
            /** @description Every watched signal. */
            signals: components["schemas"]["SignalBaselineOut"][];
            /** @description The latest 100 baselines of its signals, the newest first. */
            versions: components["schemas"]["BaselineVersionOut"][];
        };
        ModelDetailOut: {
            /**
             * @description The model.
             * @example fraud-v3
             */
            model_name: string;
            /**
             * @description The kinds of its events.
             * @example [
             *       "ml"
             *     ]
             */
            kinds: ("ml" | "llm")[];
            /**
             * @description When its newest event happened, UTC; null where none is kept.
             * @example 2026-03-01T12:00:00.000Z
             */
            last_seen: string | null;
            /**
             * @description Current drift score, percent above its baseline, 0-100; null where none was measured in the last 15 minutes.
             * @example 61.25
             */
            drift_score: number | null;
            /**
             * @description What is normal for it; null where it has no baseline yet.
             * @example {
             *       "latency_ms": 42.5,
             *       "features": [
             *         "amount"
             *       ],
             *       "source": "learned",
             *       "updated_at": "2026-03-01T12:00:00.000Z"
             *     }
             */
            baseline: components["schemas"]["BaselineSummaryOut"] | null;
            /**
             * Format: date-time
             * @description Beginning of `recent`, UTC.
             * @example 2026-02-28T12:00:00.000Z
             */
            from: string;
            /**
             * Format: date-time
             * @description End of `recent`, UTC.
             * @example 2026-03-01T12:00:00.000Z
             */
            to: string;
            /** @description From `from` to `to`, to ten seconds. */
            recent: components["schemas"]["ModelFiguresOut"];
            /** @description Of all time. */
            all_time: components["schemas"]["ModelFiguresOut"];
        };
        ModelDriftOut: {
            /**
             * @description The model.
             * @example fraud-v3
             */
            model_name: string;
            /**
             * @description drifting where any of its signals is.
             * @example drifting
             * @enum {string}
             */
            state: "collecting" | "calm" | "drifting" | "stale";
            /** @description Every watched signal. */
            signals: components["schemas"]["SignalDriftOut"][];
            /** @description The latest 20 episodes, the newest first. */
            episodes: components["schemas"]["DriftEpisodeOut"][];
        };
        ModelFiguresOut: {
            /**
             * @description Events with a label.
             * @example 1000
             */
            events: number;
            /**
             * @description Of them normal ones.
             * @example 981
             */
            normal: number;
            /**
             * @description Of them suspicious ones.
             * @example 17
             */
            suspicious: number;
            /**
             * @description Of them risky ones.
             * @example 2
             */
            risky: number;
            /** @description Their latency. */
            latency_ms: components["schemas"]["LatencyOut"];
            /**
             * @description Their estimated tokens.
             * @example 0
             */
            tokens: number;
        };
        ModelHealthOut: {
            /**
             * @description Health, 0 (bad) to 100 (nothing wrong).
             * @example 83.5
             */
            score: number;
            /**
             * @description Points taken off for drift.
             * @example 12.5
             */
            drift_penalty: number;
            /**
             * @description Points taken off for slow LLM calls.
             * @example 4
             */
            latency_penalty: number;
            /**
             * @description The model.
             * @example fraud-v3
             */
            model_name: string;
            /**
             * @description Its current drift score, percent; null without one.
             * @example 12.5
             */
            drift_score: number | null;
            /**
             * @description Mean latency of its LLM calls of the last 15 minutes, milliseconds; null without any.
             * @example 1200
             */
            llm_mean_latency_ms: number | null;
        };
        ModelHealthsOut: {
            /** @description The worst first. */
            models: components["schemas"]["ModelHealthOut"][];
        };
        ModelOut: {
            /**
             * @description The model.
             * @example fraud-v3
             */
            model_name: string;
            /**
             * @description Mean latency of all its events, milliseconds.
             * @example 41.5
             */
            mean_latency_ms: number;
            /**
             * @description Current drift score, percent above its baseline, 0-100; 0 where none was measured in the last 15 minutes.
             * @example 61.25
             */
            drift_score: number;
        };
        ModelProfileIn: {
            /**
             * @description Mean latency that is normal, milliseconds. 0 switches the drift score off.
             * @example 42.5
             */
            baseline_latency_ms: number;
            /**
             * @description Mean and standard deviation of each numeric feature, in the feature's unit; outliers are measured by them. At most 1,000 features, with names of at most 256 characters. Left out: none, and none are kept from before.
             * @example {
             *       "amount": {
             *         "mean": 84.2,
             *         "std": 31.7
             *       }
             *     }
             */
            feature_stats?: {
                [key: string]: {
                    mean: number;
                    std: number;
                };
            };
        };
        ModelProfileOut: {
            /**
             * @description The model.
             * @example fraud-v3
             */
            model_name: string;
            /**
             * @description Mean latency that is normal, milliseconds.
             * @example 42.5
             */
            baseline_latency_ms: number;
            /**
             * @description Mean and standard deviation of each numeric feature; null where none are known.
             * @example {
             *       "amount": {
             *         "mean": 84.2,
             *         "std": 31.7
             *       }
             *     }
             */
            feature_stats: {
                [key: string]: {
                    mean: number;
                    std: number;
                };
            } | null;
            /**
             * @description learned: from the first five minutes of the model's traffic; set: by a caller.
             * @example learned
             * @enum {string}
             */
            source: "learned" | "set";
            /**
             * Format: date-time
             * @description When the model got its first profile, UTC.
             * @example 2026-03-01T12:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When the profile was last set, UTC.
             * @example 2026-03-01T12:00:00.000Z
             */
            updated_at: string;
        };
        ModelsOut: {
            /** @description The models by name, of both kinds. */
            models: components["schemas"]["ModelOut"][];
        };
        OAuthErrorOut: {
            /**
             * @description Code of the error.
             * @example invalid_client
             * @enum {string}
             */
            error: "invalid_client" | "invalid_request" | "unsupported_grant_type" | "invalid_scope" | "temporarily_unavailable";
            /**
             * @description The same for people.
             * @example Unknown clientId or wrong clientSecret.
             */
            error_description: string;
        };
        ProblemOut: {
            /**
             * @description URN of the error.
             * @example urn:aegisai:error:validation_failed
             */
            type: string;
            /**
             * @description Name of the HTTP status.
             * @example Unprocessable Entity
             */
            title: string;
            /**
             * @description HTTP status.
             * @example 422
             */
            status: number;
            /**
             * @description Stable code of the error, for programs.
             * @example validation_failed
             */
            code: string;
            /**
             * @description What went wrong: a sentence, or for a failed validation the list of faulty fields (at most 100).
             * @example [
             *       {
             *         "loc": [
             *           "body",
             *           "events",
             *           0,
             *           "latency_ms"
             *         ],
             *         "code": "is_number",
             *         "msg": "must be a number"
             *       }
             *     ]
             */
            detail: string | components["schemas"]["FaultOut"][];
            /**
             * @description Id of the request, also in the header X-Request-Id and in the log.
             * @example 1f0c8d3e-6b51-4a43-9a4e-0d6a2f9b7c11
             */
            requestId: string;
        };
        ReadyOut: {
            /**
             * @description Always `ok`; anything else is an error answer.
             * @example ok
             * @enum {string}
             */
            status: "ok";
            /**
             * @description Work of this process that has been failing for two minutes or longer, and for how many seconds. Requests are answered; what that work brings (figures of dashboards from `rollups`) is out of date. Absent where all goes well.
             * @example {
             *       "rollups": 180
             *     }
             */
            failing?: {
                [key: string]: number;
            };
        };
        RefreshIn: {
            /**
             * @description How long the old secret is good yet, seconds.
             * @example 3600
             */
            graceSeconds?: number;
        };
        RejectedOut: {
            /**
             * @description Its place in the batch, from 0.
             * @example 3
             */
            index: number;
            /**
             * @description Stable name of the rule that it broke.
             * @example is_number
             */
            code: string;
            /**
             * @description The faulty field; empty where the event as a whole is meant.
             * @example latency_ms
             */
            field: string;
        };
        ReplayedOut: {
            /**
             * @description Events that are being processed again, at most 1,000 a call.
             * @example 1
             */
            replayed: number;
        };
        RiskDistributionOut: {
            /**
             * @description Events with a risk score below 0.4.
             * @example 981
             */
            normalCount: number;
            /**
             * @description Events with a risk score from 0.4, below 0.75.
             * @example 17
             */
            suspiciousCount: number;
            /**
             * @description Events with a risk score from 0.75 on.
             * @example 2
             */
            riskyCount: number;
        };
        RiskPolicyIn: {
            /**
             * @description How events are labelled: by the contract's formulas, or calls by the classifier and predictions by what is learned of their model.
             * @example calibrated
             * @enum {string}
             */
            policy: "baseline" | "calibrated";
            /**
             * @description What is replaced by asterisks in prompts and responses before they are stored. Left out: as before, at first nothing. Only `off` ends it.
             * @example secrets
             * @enum {string}
             */
            masking?: "off" | "secrets" | "secrets+pii";
        };
        RiskPolicyOut: {
            /**
             * @description How events are labelled.
             * @example calibrated
             * @enum {string}
             */
            policy: "baseline" | "calibrated";
            /**
             * @description Version of its rules for calls.
             * @example calibrated-1-0a8874da6a36
             */
            version: string;
            /**
             * @description What is masked before it is stored.
             * @example secrets
             * @enum {string}
             */
            masking: "off" | "secrets" | "secrets+pii";
            /**
             * @description How much is allowed as harmless.
             * @example 3
             */
            allowance_count: number;
            /**
             * @description When it was last changed, UTC; null where it never was.
             * @example 2026-03-01T12:00:00.000Z
             */
            updated_at: string | null;
        };
        SignalBaselineOut: {
            /**
             * @description Of predictions, or of calls of language models.
             * @example ml
             * @enum {string}
             */
            kind: "ml" | "llm";
            /**
             * @description The signal.
             * @example feature.amount
             */
            signal: string;
            /**
             * @description Counted from 1; 0: none yet.
             * @example 3
             */
            version: number;
            /**
             * @description collecting: too little is known; provisional: held against, still growing; active: it stays; pinned: somebody said so.
             * @example active
             * @enum {string}
             */
            status: "collecting" | "provisional" | "active" | "pinned";
            /**
             * @description Begin of the first bucket it was made of, UTC.
             * @example 2026-03-01T12:00:00.000Z
             */
            from: string | null;
            /**
             * @description Begin of the last one.
             * @example 2026-03-01T12:00:00.000Z
             */
            to: string | null;
            /**
             * @description Five-minute buckets it was made of.
             * @example 288
             */
            buckets: number;
            /**
             * @description Buckets left out: something happened in them.
             * @example 2
             */
            trimmed: number;
            /**
             * @description Mean, in the unit of the signal; null for categories.
             * @example 84.2
             */
            mean: number | null;
            /**
             * @description Standard deviation.
             * @example 31.7
             */
            std: number | null;
            /**
             * @description Median.
             * @example 80.1
             */
            median: number | null;
            /**
             * @description Median distance from the median.
             * @example 19.4
             */
            mad: number | null;
        };
        SignalDriftOut: {
            /**
             * @description Of predictions, or of calls of language models.
             * @example ml
             * @enum {string}
             */
            kind: "ml" | "llm";
            /**
             * @description latency, prediction, confidence, feature.<name>; of calls also prompt_length, response_length, flagged, flag.<name>.
             * @example feature.amount
             */
            signal: string;
            /**
             * @description Which way: up, down, wider, narrower or shape; null where nothing could be said.
             * @example up
             */
            direction: string | null;
            /**
             * @description By which method it was found.
             * @example location
             */
            method: string | null;
            /**
             * @description stale: nothing came for 20 minutes.
             * @example drifting
             * @enum {string}
             */
            state: "collecting" | "calm" | "drifting" | "stale";
            /**
             * @description How far its baseline has come.
             * @example active
             * @enum {string}
             */
            baseline: "collecting" | "provisional" | "active" | "pinned";
            /**
             * @description Which of its baselines; 0 without one.
             * @example 3
             */
            baseline_version: number;
            /**
             * @description Since when it drifts, UTC.
             * @example 2026-03-01T12:00:00.000Z
             */
            since: string | null;
            /**
             * @description How urgent its drift is.
             * @example critical
             */
            severity: ("warning" | "critical") | null;
            /**
             * @description How likely that is by chance, before correction.
             * @example 1e-9
             */
            p: number | null;
            /**
             * @description PSI, or the square of Cohen's w, beyond chance.
             * @example 0.31
             */
            size: number | null;
            /**
             * @description Begin of the window that was held against the baseline, UTC.
             * @example 2026-03-01T12:00:00.000Z
             */
            window_start: string | null;
            /**
             * @description Its end.
             * @example 2026-03-01T12:00:00.000Z
             */
            window_end: string | null;
            /**
             * @description Values in it.
             * @example 431
             */
            window_values: number | null;
            /** @description Baseline and window side by side; empty without a baseline. */
            histogram: components["schemas"]["HistogramBinOut"][];
        };
        SignalsOut: {
            /**
             * @description How likely the prompt is an attack, 0-1, calibrated.
             * @example 0.03
             */
            jailbreak: number;
            /**
             * @description How strong the strongest sign of a leak is, 0-1.
             * @example 0.85
             */
            sensitive: number;
        };
        StatusOut: {
            /**
             * @description Always `ok`; anything else is an error answer.
             * @example ok
             * @enum {string}
             */
            status: "ok";
        };
        TimeSeriesOut: {
            /**
             * @description What they tell.
             * @example events
             * @enum {string}
             */
            metric: "events" | "latency" | "tokens" | "risky_share" | "alerts";
            /**
             * @description The unit of values.
             * @example events
             * @enum {string}
             */
            unit: "events" | "ms" | "tokens" | "share" | "alerts";
            /**
             * @description How long a point is.
             * @example 1d
             * @enum {string}
             */
            step: "10s" | "1m" | "5m" | "15m" | "1h" | "6h" | "1d";
            /**
             * @description The time zone whose clocks points go by.
             * @example Europe/Berlin
             */
            tz: string;
            /**
             * @description When each point begins, UTC. None is left out, so that gaps show.
             * @example [
             *       "2026-03-28T23:00:00.000Z",
             *       "2026-03-29T22:00:00.000Z",
             *       "2026-03-30T22:00:00.000Z"
             *     ]
             */
            starts: string[];
            /**
             * Format: date-time
             * @description When the last point ends, UTC.
             * @example 2026-03-31T22:00:00.000Z
             */
            end: string;
            /** @description The lines. */
            lines: components["schemas"]["LineOut"][];
        };
        TokenFormIn: {
            /**
             * @description Always this.
             * @example client_credentials
             * @enum {string}
             */
            grant_type: "client_credentials";
            /**
             * @description Name of the API key, where it is not in the header Authorization.
             * @example aegis_5f0c2b9e7a1d4c3b8e6f0a12
             */
            client_id?: string;
            /**
             * @description Secret of the API key, where it is not in the header Authorization.
             * @example aegs_Zm9yLWRvY3VtZW50YXRpb24tb25seS1ub3QtYS1rZXk
             */
            client_secret?: string;
            /**
             * @description What the token is to allow, names with a space between; all that the key allows where it is left out.
             * @example ingest read
             */
            scope?: string;
        };
        TokenIn: {
            /**
             * @description Name of the API key.
             * @example aegis_5f0c2b9e7a1d4c3b8e6f0a12
             */
            clientId: string;
            /**
             * @description Secret of the API key. One of more than 72 bytes never matches.
             * @example aegs_Zm9yLWRvY3VtZW50YXRpb24tb25seS1ub3QtYS1rZXk
             */
            clientSecret: string;
            /**
             * @description What the token is to allow, names with a space between; all that the key allows where it is left out.
             * @example ingest read
             */
            scope?: string;
        };
        TokenOut: {
            /**
             * @description JWT for the header `Authorization: Bearer`, signed.
             * @example eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhZWdpc181ZjBjIn0.c2lnbmF0dXJl
             */
            access_token: string;
            /**
             * @description How to send the token.
             * @example bearer
             * @enum {string}
             */
            token_type: "bearer";
            /**
             * @description How long the token is accepted, seconds.
             * @example 3600
             */
            expires_in: number;
            /**
             * @description What the token allows, names with a space between.
             * @example ingest read credentials:rotate admin
             */
            scope: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    alerts_list: {
        parameters: {
            query?: {
                /** @description From when on, RFC 3339; at most a hundred years before the end. */
                from?: string;
                /** @description Until when, RFC 3339; not included. */
                to?: string;
                /** @description How many in an answer, at most. */
                limit?: number;
                /** @description `next_cursor` of the page before: goes on from there. */
                cursor?: string;
                /** @description Only alerts of this type. */
                type?: "drift" | "health" | "risk";
                /** @description Only alerts of this severity. */
                severity?: "warning" | "critical";
                /** @description Only open alerts, or only resolved ones. */
                status?: "open" | "resolved";
                /** @description Only alerts of this model. */
                model?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Alerts, the newest first, page by page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertsOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    audit_list: {
        parameters: {
            query?: {
                /** @description Entries in an answer, at most. */
                limit?: number;
                /** @description `next_cursor` of the answer before: goes on from there. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who changed what in the organization, and took what away, the newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    auth_show: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    auth_refresh: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RefreshIn"];
            };
        };
        responses: {
            /** @description Replace the secret of your API key; the old one stops working at once. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CredentialsOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body does not arrive fast enough; the connection ends. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Somebody else was faster; read again. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is larger than the route accepts, or grows too much when it is decompressed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is not application/json in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    auth_token: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenIn"];
                "application/x-www-form-urlencoded": components["schemas"]["TokenFormIn"];
            };
        };
        responses: {
            /** @description Exchange the credentials of an API key for a token. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenOut"];
                };
            };
            /** @description The request cannot be read, or asks for a grant or a scope that it cannot have. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                    "application/json": components["schemas"]["OAuthErrorOut"];
                };
            };
            /** @description Unknown client, wrong secret, or a key that is revoked or expired; nobody learns which. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                    "application/json": components["schemas"]["OAuthErrorOut"];
                };
            };
            /** @description The body does not arrive fast enough; the connection ends. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is larger than the route accepts, or grows too much when it is decompressed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is not application/json in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /**
             * @description Too many at once; `Retry-After` says when to come back.
             *
             *     Too many are being checked at once, or too many were wrong; `Retry-After` says when to come back.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                    "application/json": components["schemas"]["OAuthErrorOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    dashboard_alerts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest alerts, at most 100, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertOut"][];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    dashboard_health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Health score of the organization, and what lowered it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    health_past: {
        parameters: {
            query?: {
                /** @description Begins here, at most a hundred years before `to`. Left out: a day. */
                from?: string;
                /** @description Ends before this. Now. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Health scores of the past, the oldest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthHistoryOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    health_models: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Health of each model of which something was measured in the last 15 minutes, the worst first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelHealthsOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    live_stream: {
        parameters: {
            query?: {
                /** @description Ends the stream after so many seconds; without it, when the token ends. */
                seconds?: number;
            };
            header?: {
                /** @description The `id` of the last event that was heard: goes on from there. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    dashboard_models: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every model with its mean latency and current drift score. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelsOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    dashboard_riskDistribution: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many events carry each risk label. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RiskDistributionOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    timeseries_read: {
        parameters: {
            query: {
                /** @description From when on, RFC 3339; at most a hundred years before the end. */
                from?: string;
                /** @description Until when, RFC 3339; not included. */
                to?: string;
                /** @description What to tell. */
                metric: "events" | "latency" | "tokens" | "risky_share" | "alerts";
                /** @description Of this model alone. */
                model?: string;
                /** @description Of this kind of event alone. */
                kind?: "ml" | "llm";
                /** @description How long a point is; a day begins at local midnight. Left out: an hour. */
                step?: "10s" | "1m" | "5m" | "15m" | "1h" | "6h" | "1d";
                /** @description IANA name of the time zone whose clocks points go by. Left out: UTC. */
                tz?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How events, latency, tokens, risk or alerts went over time. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimeSeriesOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    deadletters_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events that could not be processed in full, a label or an alert is missing, until they are replayed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLettersOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    deadletters_replay: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Have them processed again, once the cause is mended. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayedOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body does not arrive fast enough; the connection ends. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is larger than the route accepts, or grows too much when it is decompressed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is not application/json in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    events_list: {
        parameters: {
            query?: {
                /** @description From when on, RFC 3339; at most a hundred years before the end. */
                from?: string;
                /** @description Until when, RFC 3339; not included. */
                to?: string;
                /** @description Only events of this model. */
                model?: string;
                /** @description Only events of models whose names begin so, in this spelling. */
                model_prefix?: string;
                /** @description Only events with this label. */
                label?: "normal" | "suspicious" | "risky";
                /** @description Only events with this flag. */
                flag?: string;
                /** @description Only events with this risk score or a higher one. */
                min_score?: number;
                /** @description How many in an answer, at most. */
                limit?: number;
                /** @description `next_cursor` of the page before: goes on from there. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description ml: predictions; llm: calls of language models. */
                kind: "ml" | "llm";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events, the newest first, page by page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventsOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    eventsexport_export: {
        parameters: {
            query?: {
                /** @description From when on, RFC 3339; at most a hundred years before the end. */
                from?: string;
                /** @description Until when, RFC 3339; not included. */
                to?: string;
                /** @description Only events of this model. */
                model?: string;
                /** @description Only events of models whose names begin so, in this spelling. */
                model_prefix?: string;
                /** @description Only events with this label. */
                label?: "normal" | "suspicious" | "risky";
                /** @description Only events with this flag. */
                flag?: string;
                /** @description Only events with this risk score or a higher one. */
                min_score?: number;
                /** @description ndjson: an event a line, as it is shown one by one; csv: a table with a first line of names. */
                format?: "ndjson" | "csv";
            };
            header?: never;
            path: {
                /** @description ml: predictions; llm: calls of language models. */
                kind: "ml" | "llm";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A line an event. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    events_one: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description ml: predictions; llm: calls of language models. */
                kind: "ml" | "llm";
                /** @description Its id, 32 hexadecimal digits. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One event, with what its risk is made of and where in the text that shows. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventDetailOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Nothing of that name in your organization. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    probes_live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Liveness: the process answers. Never touches the database. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatusOut"];
                };
            };
        };
    };
    probes_ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Readiness: the database answers and no shutdown has begun. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadyOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    ingest_llm: {
        parameters: {
            query?: never;
            header?: {
                /** @description `handling=lenient` stores the good events of a batch and lists the faulty ones in `rejected` (RFC 7240). */
                Prefer?: string;
                /** @description Makes this request and its retries one: 1-255 letters, digits, dots, colons, hyphens or underscores, unique in your organization and kind as long as events are kept. A retry answers the same and stores nothing twice; the same key with other events is refused. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LLMBatchIn"];
            };
        };
        responses: {
            /** @description Store calls of language models. */
            200: {
                headers: {
                    /** @description Keys of the batch and of its events that are not known and were ignored, each once: at most 20 names of 64 characters, percent-encoded, with a comma between; `...` stands for what was cut off. Absent without any. */
                    "Aegis-Ignored"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestedOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body does not arrive fast enough; the connection ends. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is larger than the route accepts, or grows too much when it is decompressed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is not application/json in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    ingest_ml: {
        parameters: {
            query?: never;
            header?: {
                /** @description `handling=lenient` stores the good events of a batch and lists the faulty ones in `rejected` (RFC 7240). */
                Prefer?: string;
                /** @description Makes this request and its retries one: 1-255 letters, digits, dots, colons, hyphens or underscores, unique in your organization and kind as long as events are kept. A retry answers the same and stores nothing twice; the same key with other events is refused. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MlBatchIn"];
            };
        };
        responses: {
            /** @description Store predictions of models. */
            200: {
                headers: {
                    /** @description Keys of the batch and of its events that are not known and were ignored, each once: at most 20 names of 64 characters, percent-encoded, with a comma between; `...` stands for what was cut off. Absent without any. */
                    "Aegis-Ignored"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestedOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body does not arrive fast enough; the connection ends. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is larger than the route accepts, or grows too much when it is decompressed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is not application/json in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    probes_scrape: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Counters and gauges in the Prometheus text format. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Nothing of that name in your organization. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    models_one: {
        parameters: {
            query?: {
                /** @description From when on, RFC 3339; at most a hundred years before the end. */
                from?: string;
                /** @description Until when, RFC 3339; not included. */
                to?: string;
            };
            header?: never;
            path: {
                /** @description Name of the model, percent-encoded. */
                model_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A model: latency, volume and labels, lately and of all time; its drift and baseline. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelDetailOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Nothing of that name in your organization. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    baselines_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the model, percent-encoded. */
                model_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is normal for the signals of a model, how far that has come, and what it was before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelBaselineOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Nothing of that name in your organization. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    baselines_accept: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the model, percent-encoded. */
                model_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Make normal what was in the latest three hours with traffic; open episodes end. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelBaselineOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Nothing of that name in your organization. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body does not arrive fast enough; the connection ends. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is larger than the route accepts, or grows too much when it is decompressed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is not application/json in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    baselines_pin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the model, percent-encoded. */
                model_name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BaselinePinIn"];
            };
        };
        responses: {
            /** @description Make normal what was in a window of time; open episodes end. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelBaselineOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Nothing of that name in your organization. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body does not arrive fast enough; the connection ends. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is larger than the route accepts, or grows too much when it is decompressed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is not application/json in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    baselines_unpin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the model, percent-encoded. */
                model_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Take back what was pinned, accepted, or set in the profile; what is normal is learned again. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelBaselineOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Nothing of that name in your organization. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body does not arrive fast enough; the connection ends. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is larger than the route accepts, or grows too much when it is decompressed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is not application/json in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    baselines_reset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the model, percent-encoded. */
                model_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Forget what is normal for a model, and learn it from its next five minutes on. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelBaselineOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Nothing of that name in your organization. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body does not arrive fast enough; the connection ends. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is larger than the route accepts, or grows too much when it is decompressed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is not application/json in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    modeldrift_drift: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the model, percent-encoded. */
                model_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How the signals of a model are, held against their baselines, and its latest episodes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelDriftOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Nothing of that name in your organization. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    modeldrift_episodes: {
        parameters: {
            query?: {
                /** @description Episodes in an answer, at most. */
                limit?: number;
                /** @description Only those that opened before this. */
                before?: string;
            };
            header?: never;
            path: {
                /** @description Name of the model, percent-encoded. */
                model_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Episodes of drift of a model, open and past, the newest first. Kept 180 days. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DriftEpisodesOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    modelprofiles_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the model, percent-encoded. */
                model_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is normal for a model: learned from its first five minutes, or set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelProfileOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Nothing of that name in your organization. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    modelprofiles_set: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the model, percent-encoded. */
                model_name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModelProfileIn"];
            };
        };
        responses: {
            /** @description Set what is normal for a model, also before its first event. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelProfileOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body does not arrive fast enough; the connection ends. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is larger than the route accepts, or grows too much when it is decompressed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is not application/json in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    modelprofiles_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the model, percent-encoded. */
                model_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Forget the profile set by hand; the baseline of the model is learned again. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelProfileOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Nothing of that name in your organization. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body does not arrive fast enough; the connection ends. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is larger than the route accepts, or grows too much when it is decompressed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is not application/json in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    allowances_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is allowed as harmless. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllowancesOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    allowances_add: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AllowanceIn"];
            };
        };
        responses: {
            /** @description Allow a text, or a rule in calls of a model. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllowanceOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body does not arrive fast enough; the connection ends. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is larger than the route accepts, or grows too much when it is decompressed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is not application/json in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    allowances_clear: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Take back everything that was allowed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RiskPolicyOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body does not arrive fast enough; the connection ends. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is larger than the route accepts, or grows too much when it is decompressed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is not application/json in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    allowances_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the allowance. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Take back one allowance. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RiskPolicyOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Nothing of that name in your organization. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body does not arrive fast enough; the connection ends. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is larger than the route accepts, or grows too much when it is decompressed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is not application/json in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    risk_classify: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClassifyIn"];
            };
        };
        responses: {
            /** @description Classify one call without storing it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClassificationOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body does not arrive fast enough; the connection ends. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is larger than the route accepts, or grows too much when it is decompressed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is not application/json in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    risk_classifyBatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClassifyBatchIn"];
            };
        };
        responses: {
            /** @description Classify up to 100 calls without storing them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClassificationsOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body does not arrive fast enough; the connection ends. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is larger than the route accepts, or grows too much when it is decompressed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is not application/json in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    feedback_markBenign: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FeedbackIn"];
            };
        };
        responses: {
            /** @description Say that a stored call was harmless. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedbackOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Nothing of that name in your organization. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body does not arrive fast enough; the connection ends. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is larger than the route accepts, or grows too much when it is decompressed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is not application/json in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    custompatterns_read: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The patterns of your own. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomPatternsOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    custompatterns_set: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomPatternsIn"];
            };
        };
        responses: {
            /** @description Set the patterns of your own. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomPatternsOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body does not arrive fast enough; the connection ends. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is larger than the route accepts, or grows too much when it is decompressed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is not application/json in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    risk_policy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How events are labelled, and what is masked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RiskPolicyOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    risk_setPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RiskPolicyIn"];
            };
        };
        responses: {
            /** @description Choose how events are labelled, and what is masked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RiskPolicyOut"];
                };
            };
            /** @description The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description No token, or one that is not valid (any more). */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The token does not carry the scope that this route needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body does not arrive fast enough; the connection ends. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is larger than the route accepts, or grows too much when it is decompressed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The body is not application/json in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Fields or parameters are missing, wrong or not known; `detail` names each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description Too many at once; `Retry-After` says when to come back. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
            /** @description The database is not available, nothing was kept; try again after `Retry-After` seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
}
